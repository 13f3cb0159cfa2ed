"""Everything Amazon receives: the Lambda archive, the skill package and the stack.

build            the command; what follows are its parts
lambda_zip       the archive: libraries, lazy_packages and late_imports make them start fast,
                 precompiled does so for our data, bytecode for all code, archive packs
skill_package    manifest (from store), manifest_rules, models, icons
ask_stack        lambda/template.yaml for `ask deploy`
"""

from skill.deploy.build import add_build_options, build_all

__all__ = ["add_build_options", "build_all"]
