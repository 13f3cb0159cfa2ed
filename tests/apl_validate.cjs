// Reads {name: APL document} and writes {name: what Amazon's validator has to say}.
// Found without requiring its tests' dependencies: the validator alone.

const { StaticAplTemplateValidator } = require("apl-suggester");

async function main() {
  const documents = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const validator = new StaticAplTemplateValidator();
  const told = {};
  for (const [name, document] of Object.entries(documents)) {
    told[name] = (await validator.validate(document)).map(
      ({ path, errorMessage, level }) => `${level} ${path}: ${errorMessage}`,
    );
  }
  process.stdout.write(JSON.stringify(told));
}

main();
