// What a document of the desk is once it is bundled: its name, its kind and its hash. Its text is the API's already, and a
// function that knew every document by its text would keep all of them, as trees, in the part of the desk that is loaded first.
import { readFileSync } from 'node:fs';

const PLACE = /src[\\/]\w+[\\/](?:[\w-]+-)?documents\.ts$/;
const WRITTEN = /\bgraphql\(`\s*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`\)/g;
const IMPORTED = /^import \{ graphql \} from .*$/m;

/** An esbuild plugin; `known` is the file that graphql-codegen has written: the documents' texts by their hashes. */
export function documents(known) {
  const hashes = new Map();
  for (const [hash, text] of Object.entries(JSON.parse(readFileSync(known, 'utf8')))) {
    hashes.set(/\b(?:query|mutation|subscription) (\w+)/.exec(text)[1], hash);
  }
  const contents = (path) =>
    readFileSync(path, 'utf8')
      .replace(IMPORTED, '')
      .replaceAll(WRITTEN, (_, operation, name) => (operation === 'fragment' ? '{}' : JSON.stringify(document(operation, name))));
  const document = (operation, name) => {
    const hash = hashes.get(name);
    if (!hash) throw new Error(`${name} has no hash: npm run generate`);
    const selectionSet = { kind: 'SelectionSet', selections: [] };
    const definitions = [{ kind: 'OperationDefinition', operation, name: { kind: 'Name', value: name }, selectionSet }];
    return { kind: 'Document', definitions, __meta__: { hash } };
  };
  return { name: 'documents', setup: ({ onLoad }) => onLoad({ filter: PLACE }, ({ path }) => ({ contents: contents(path), loader: 'ts' })) };
}
