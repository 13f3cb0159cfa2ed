// Speaks to a skill as virtual-alexa does: given a model and an address, reads an utterance a line
// and writes, a line each, what it sent and what came back, or why it sent nothing.

const { VirtualAlexa } = require("virtual-alexa");

async function main([model, address]) {
  const alexa = VirtualAlexa.Builder().interactionModelFile(model).skillURL(address).create();
  let request = null;
  alexa.filter((sent) => (request = sent));
  for await (const said of require("node:readline").createInterface({ input: process.stdin })) {
    request = null;
    const told = await alexa.utter(said).then(
      (response) => ({ request, response, prompt: response.prompt(), reprompt: response.reprompt() }),
      (error) => ({ request, error: String(error.message || error) }),
    );
    process.stdout.write(JSON.stringify(told) + "\n");
  }
}

main(process.argv.slice(2));
