// The images of a pod template: those of its containers, and those that it mounts as volumes.

import { at, type JsonObject, listOf, textOf } from '../../model/manifest';
import { allContainerLists } from './containers';

/** All images, as often as they stand there. */
export function imagesOf(template: JsonObject): readonly string[] {
  const run = allContainerLists.flatMap((list) =>
    listOf(at(template, ['spec', list])).flatMap((one) => textOf(at(one, ['image'])) ?? []),
  );
  const mounted = listOf(at(template, ['spec', 'volumes'])).flatMap(
    (volume) => textOf(at(volume, ['image', 'reference'])) ?? [],
  );
  return [...run, ...mounted];
}
