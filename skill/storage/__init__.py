"""Memory by consent, behind the SDK's persistence port: off, SQLite or DynamoDB.

factory      settings to a memory, importing only what is switched on
memory       what is promised whatever keeps it: hashed, small, sealed, a day
keys         a person's raw id to the only name that memory knows
record       what is kept, and whether what is found may be believed
faults       every way to fail, as one exception with a kind
sqlite       one file beside the Flask endpoint, opened by sqlite_file
dynamodb     one table beside the Lambda function
sweeping     erases what has expired though nobody asks for it
"""

from skill.storage.factory import open_memory

__all__ = ["open_memory"]
