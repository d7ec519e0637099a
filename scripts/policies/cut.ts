// Cuts what `cdk8s import` gives down to types: the spec of a kind and what it is made of, with
// the API's own names, string unions for enums, and nothing that upstream wrote in words.

import ts from 'typescript';

export interface Cut {
  readonly kind: string;
  /** The fields of the spec to keep. */
  readonly fields: readonly string[];
  /** Fields further down to leave out, by name. */
  readonly without: readonly string[];
  /** Fields that a CRD knows in two spellings, of which cdk8s-cli keeps the older one. */
  readonly spelling?: { readonly [older: string]: string };
}

type Declaration = ts.InterfaceDeclaration | ts.EnumDeclaration;

export function cutTypes(source: string, cut: Cut): string {
  const { kind, fields, without, spelling = {} } = cut;
  const file = ts.createSourceFile('import.ts', source, ts.ScriptTarget.ES2022, true);
  const declarations = new Map<string, Declaration>();
  const apiNames = new Map<string, ReadonlyMap<string, string>>();
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isEnumDeclaration(statement)) {
      declarations.set(statement.name.text, statement);
    } else if (ts.isFunctionDeclaration(statement)) {
      apiNames.set(statement.name?.text.replace(/^toJson_/, '') ?? '', namesIn(statement));
    }
  }
  const root = `${kind}Spec`;
  const written = new Map<string, string>();
  const write = (name: string): void => {
    const declaration = declarations.get(name);
    if (declaration === undefined || written.has(name)) return;
    // Its place comes before that of its parts.
    written.set(name, '');
    if (ts.isEnumDeclaration(declaration)) {
      written.set(name, `export type ${name} = ${wordsOf(declaration).join(' | ')};`);
      return;
    }
    const names = apiNames.get(name) ?? new Map();
    const members = declaration.members.filter(ts.isPropertySignature).flatMap((member) => {
      const ours = member.name.getText(file);
      const known = names.get(ours) ?? ours;
      const field = spelling[known] ?? known;
      const isKept = name === root ? fields.includes(field) : !without.includes(field);
      return isKept && member.type !== undefined ? [{ field, member, type: member.type }] : [];
    });
    const lines = members.map(({ field, member, type }) => {
      return `  readonly ${quoted(field)}${member.questionToken ? '?' : ''}: ${typeText(type)};`;
    });
    written.set(name, [`export interface ${name} {`, ...lines, '}'].join('\n'));
    for (const { type } of members) for (const part of namesOf(type)) write(part);
  };
  write(root);
  return `${[...written.values()].join('\n\n')}\n`;
}

/** The API's name of each field, as the generated function for JSON knows it. */
function namesIn(declaration: ts.FunctionDeclaration): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) {
      const [, ours] = /\bobj\??\.(\w+)/.exec(node.initializer.getText()) ?? [];
      if (ours !== undefined) names.set(ours, node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(declaration, visit);
  return names;
}

function wordsOf({ members }: ts.EnumDeclaration): readonly string[] {
  return members.map(({ initializer, name }) => {
    const word = initializer !== undefined && ts.isStringLiteral(initializer) ? initializer : name;
    return `'${'text' in word ? word.text : word.getText()}'`;
  });
}

/** A type as our own code would write it: lists and maps that nobody changes. */
function typeText(type: ts.TypeNode): string {
  if (ts.isArrayTypeNode(type)) {
    const item = typeText(type.elementType);
    return `readonly ${item.includes(' ') ? `(${item})` : item}[]`;
  }
  if (ts.isTypeLiteralNode(type)) {
    const [member] = type.members;
    if (member === undefined || !ts.isIndexSignatureDeclaration(member)) return 'unknown';
    return `{ readonly [key: string]: ${typeText(member.type)} }`;
  }
  const text = type.getText();
  // What the schema leaves open, and texts or numbers, which a class of their own wraps.
  return text === 'any' ? 'unknown' : text;
}

function namesOf(type: ts.TypeNode): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) names.push(node.typeName.getText());
    ts.forEachChild(node, visit);
  };
  visit(type);
  return names;
}

function quoted(field: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(field) ? field : `'${field}'`;
}
