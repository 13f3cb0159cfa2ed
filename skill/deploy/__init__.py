"""Everything Amazon receives: the Lambda archive, the skill package and the stack.

command          `python -m skill build`, over build, which calls the three parts
lambda_zip       the archive: libraries, lazy_packages and late_imports make them start fast,
                 precompiled does so for our data, bytecode for all code, archive packs
skill_package    manifest (from store), models, icons; manifest_rules and model_rules check them
ask_stack        lambda/template.yaml for `ask deploy`
"""
