// Reads Bicep files with the grammar and writes what they declare as JSON.
// node parse.mjs FOLDER_OF_NODE_MODULES FILE...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, 'index.js'));
const { Parser, Language } = require('web-tree-sitter');

const declarations = {
  resource_declaration: 'resource',
  module_declaration: 'module',
  parameter_declaration: 'param',
  variable_declaration: 'var',
  output_declaration: 'output',
  user_defined_function: 'func',
};

function errors(node, found = []) {
  if (node.isError || node.isMissing) {
    found.push(`line ${node.startPosition.row + 1}: ${node.isMissing ? 'missing ' + node.type : JSON.stringify(node.text.slice(0, 60))}`);
  }
  node.children.forEach((child) => errors(child, found));
  return found;
}

// '${x}' stays as it is written; the quotes go.
const textOf = (node) => node.text.replace(/^'{1,3}/, '').replace(/'{1,3}$/, '');

function value(node) {
  switch (node.type) {
    case 'string':
      return { kind: 'string', text: textOf(node), children: node.namedChildren.map(value) };
    case 'object':
      return {
        kind: 'object',
        text: node.text,
        properties: node.namedChildren
          .filter((child) => child.type === 'object_property')
          .map((child) => {
            const [key, entry] = child.namedChildren;
            return { name: key.type === 'string' ? textOf(key) : key.text, value: value(entry) };
          }),
      };
    case 'array':
      return { kind: 'array', text: node.text, children: node.namedChildren.filter((child) => child.type !== 'comment').map(value) };
    default:
      return { kind: node.type, text: node.text, children: node.namedChildren.map(value) };
  }
}

function declaration(node, decorators) {
  const parts = node.namedChildren.filter((child) => child.type !== 'comment');
  const body = parts.at(-1);
  return {
    kind: declarations[node.type],
    name: parts[0].text,
    type: parts[1] && (parts[1].type === 'string' ? textOf(parts[1]) : parts[1].text),
    existing: node.children.some((child) => child.type === 'existing' || child.text === 'existing'),
    decorators,
    line: node.startPosition.row + 1,
    value: value(body),
  };
}

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));
const parsed = files.map((file) => {
  const root = parser.parse(readFileSync(file, 'utf8')).rootNode;
  const found = [];
  let decorators = [];
  for (const node of root.namedChildren) {
    if (node.type === 'decorators') {
      decorators = node.namedChildren.map((child) => child.text);
    } else if (node.type !== 'comment') {
      if (declarations[node.type]) {
        found.push(declaration(node, decorators));
      }
      decorators = [];
    }
  }
  return { path: file, errors: errors(root), declarations: found };
});
process.stdout.write(JSON.stringify(parsed));
