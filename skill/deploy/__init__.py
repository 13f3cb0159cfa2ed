"""Everything Amazon receives: the Lambda archive, the skill package and the stack.

command          `python -m skill build`, over build, which calls the three parts
lambda_zip       the archive: libraries, lazy_packages and late_imports make them start fast,
                 precompiled does so for our data, bytecode for all code, archive packs
skill_package    manifest (from store), manifest_rules, models, icons
ask_stack        lambda/template.yaml for `ask deploy`
"""
