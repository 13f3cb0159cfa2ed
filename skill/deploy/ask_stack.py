"""The stack for `ask deploy`: the same template, told where that tool has put the code."""

from pathlib import Path

from skill.deploy.checkout import LAMBDA
from skill.deploy.faults import refuse

_LOCAL_CODE = "      CodeUri: ../build/lambda.zip\n"
_UPLOADED_CODE = """\
      CodeUri:
        Bucket: !Ref CodeBucket
        Key: !Ref CodeKey
        Version: !Ref CodeVersion
"""
_PARAMETERS = "Parameters:\n"
_UPLOAD_PARAMETERS = """\
Parameters:
  CodeBucket:
    Type: String
  CodeKey:
    Type: String
  CodeVersion:
    Type: String
"""


def write_ask_stack(out: Path, template: Path = LAMBDA / "template.yaml") -> Path:
    """Write the template with the code's place as parameters, which the tool fills in."""
    text = template.read_text("utf-8")
    changes = {_LOCAL_CODE: _UPLOADED_CODE, _PARAMETERS: _UPLOAD_PARAMETERS}
    missing = [line for line in changes if text.count(line) != 1]
    refuse([f"{template}: {line!r} must stand there once" for line in missing])
    for line, replacement in changes.items():
        text = text.replace(line, replacement)
    out.write_text(text, "utf-8")
    return out
