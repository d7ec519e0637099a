// The order of charts and objects in what synthesis writes, exactly as cdk8s orders them.
//
// cdk8s turns a dependency between two constructs into one between every object below the one
// and every object below the other, then sorts depth-first, dependencies before dependants.
// Here the objects of such a pair meet in one `Bundle`: the same order from a graph that grows
// with the tree and its dependencies, not with their product, and no vertex is walked twice.

import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { collect } from '../model/groups';

/** All that the objects below one side of a dependency depend on. */
interface Bundle {
  readonly targets: readonly IConstruct[];
}

type Vertex = IConstruct | Bundle;

export interface SynthesisOrder {
  readonly charts: readonly Chart[];
  /** Whether charts depend on each other, so that file names get a number in front. */
  readonly isNumbered: boolean;
  /** A chart's own objects, dependencies first. */
  objectsOf(chart: Chart): readonly ApiObject[];
}

export function synthesisOrder(app: Construct): SynthesisOrder {
  const tree = app.node.findAll();
  const { edges, isNumbered } = dependenciesOf(tree);
  const bundles = bundlesOf(tree, edges);
  const successors = (vertex: Vertex): readonly Vertex[] =>
    isBundle(vertex)
      ? vertex.targets
      : [...(edges.get(vertex) ?? []), ...(bundles.get(vertex) ?? [])];
  const objects = new Map<Chart, readonly ApiObject[]>();
  return {
    charts: topology(tree, successors).filter((found): found is Chart => Chart.isChart(found)),
    isNumbered,
    objectsOf: (chart) => {
      const known = objects.get(chart) ?? own(topology(chart.node.findAll(), successors), chart);
      objects.set(chart, known);
      return known;
    },
  };
}

type Edges = Map<IConstruct, Set<IConstruct>>;

/** What each construct depends on, with the dependencies between charts that follow from it. */
function dependenciesOf(tree: readonly IConstruct[]): { edges: Edges; isNumbered: boolean } {
  const edges: Edges = new Map();
  let isNumbered = false;
  const add = (source: IConstruct, target: IConstruct): void => {
    const targets = edges.get(source) ?? new Set();
    edges.set(source, targets.add(target));
  };
  for (const construct of tree) {
    for (const target of construct.node.dependencies) add(construct, target);
  }
  for (const parent of tree.filter((found) => Chart.isChart(found))) {
    for (const child of parent.node.children.filter((found) => Chart.isChart(found))) {
      add(parent, child);
      isNumbered = true;
    }
  }
  for (const { source, target } of pairsOf(tree, edges)) {
    const [from, to] = [Chart.of(source), Chart.of(target)];
    if (from === to) continue;
    add(from, to);
    isNumbered = true;
  }
  return { edges, isNumbered };
}

function pairsOf(
  tree: readonly IConstruct[],
  edges: Edges,
): { source: IConstruct; target: IConstruct }[] {
  return tree.flatMap((source) =>
    [...(edges.get(source) ?? [])].map((target) => ({ source, target })),
  );
}

/** What each object depends on because of dependencies of the constructs that it stands below. */
function bundlesOf(tree: readonly IConstruct[], edges: Edges): Map<IConstruct, Vertex[]> {
  const found = new Map<IConstruct, readonly ApiObject[]>();
  const objectsBelow = (construct: IConstruct): readonly ApiObject[] => {
    const known = found.get(construct) ?? ownObjects(construct);
    found.set(construct, known);
    return known;
  };
  const bundles = new Map<IConstruct, Vertex[]>();
  for (const { source, target } of pairsOf(tree, edges)) {
    const targets = objectsBelow(target);
    if (targets.length === 0) continue;
    const inBoth = new Set<IConstruct>(targets);
    const bundle: Bundle = { targets };
    for (const object of objectsBelow(source)) {
      // An object on both sides depends on the others, not on itself. Two such objects depend
      // on each other, which is the cycle that cdk8s would report.
      if (!inBoth.has(object)) {
        collect(bundles, object, bundle);
        continue;
      }
      for (const other of targets) if (other !== object) collect(bundles, object, other);
    }
  }
  return bundles;
}

function ownObjects(construct: IConstruct): readonly ApiObject[] {
  return own(construct.node.findAll(), Chart.of(construct));
}

/** The objects among constructs whose nearest chart is the one named. */
function own(constructs: readonly IConstruct[], chart: Chart): readonly ApiObject[] {
  return constructs.filter(
    (found): found is ApiObject => ApiObject.isApiObject(found) && Chart.of(found) === chart,
  );
}

function isBundle(vertex: Vertex): vertex is Bundle {
  return 'targets' in vertex;
}

/** Sorts constructs depth-first; dependencies on constructs that are not among them don't count. */
function topology(
  members: readonly IConstruct[],
  successors: (vertex: Vertex) => readonly Vertex[],
): readonly IConstruct[] {
  // cdk8s keeps vertices by path in a plain object, which puts paths that are numbers first, and
  // takes a construct that was removed for the one that stands at its path now.
  const byPath: Record<string, IConstruct> = Object.create(null);
  for (const member of members) byPath[member.node.path] = member;
  const inside = (vertex: Vertex): readonly Vertex[] =>
    successors(vertex).flatMap((next): readonly Vertex[] => {
      if (isBundle(next)) return [next];
      const member = byPath[next.node.path];
      return member === undefined ? [] : [member];
    });
  const order: IConstruct[] = [];
  const done = new Set<Vertex>();
  const isDependedOn = targetsOf(members, inside);
  for (const member of Object.values(byPath)) {
    if (!isDependedOn.has(member)) visit(member, inside, done, order);
  }
  // Where constructs remain they depend on each other in a circle: this visit says which.
  for (const member of members) visit(member, inside, done, order);
  return order;
}

function targetsOf(
  members: readonly IConstruct[],
  inside: (vertex: Vertex) => readonly Vertex[],
): Set<Vertex> {
  const targets = new Set<Vertex>();
  for (const member of members) {
    for (const next of inside(member)) {
      if (targets.has(next)) continue;
      targets.add(next);
      if (isBundle(next)) for (const target of inside(next)) targets.add(target);
    }
  }
  return targets;
}

/** Puts what a vertex depends on before it, without recursion: chains may be long. */
function visit(
  start: Vertex,
  inside: (vertex: Vertex) => readonly Vertex[],
  done: Set<Vertex>,
  order: IConstruct[],
): void {
  if (done.has(start)) return;
  const open = new Set<Vertex>([start]);
  const stack = [{ vertex: start, rest: inside(start)[Symbol.iterator]() }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { value: next, done: isOver } = top.rest.next();
    if (isOver) {
      stack.pop();
      open.delete(top.vertex);
      done.add(top.vertex);
      if (!isBundle(top.vertex)) order.push(top.vertex);
    } else if (open.has(next)) {
      throw new Error(`Dependency cycle detected: ${circle([...open], next)}`);
    } else if (!done.has(next)) {
      open.add(next);
      stack.push({ vertex: next, rest: inside(next)[Symbol.iterator]() });
    }
  }
}

/** `a => b => a`: from where the circle is entered again, back to it. */
function circle(walked: readonly Vertex[], again: Vertex): string {
  return [...walked.slice(walked.indexOf(again)), again]
    .flatMap((vertex) => (isBundle(vertex) ? [] : [vertex.node.path]))
    .join(' => ');
}
