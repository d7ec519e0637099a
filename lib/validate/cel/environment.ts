// The names that rules may use: those of the engine, and those that the API server adds.
//
// Made once, when the first rule is met. Neighbours: engine.ts, signature.ts, macros.ts, respelt.ts.

import { Address, Network } from '../address';
import { Quantity } from '../quantity';
import { Url } from '../url';
import { addressFunctions, addressNames } from './address-functions';
import { type Environment, engine } from './engine';
import { formatFunctions, formatNames, TextFormat } from './format-functions';
import { listFunctions, rangeFunctions, setFunctions } from './list-functions';
import { registerMacros } from './macros';
import { quantityFunctions } from './quantity-functions';
import { Semver, semverFunctions } from './semver';
import { register, registerNamespace } from './signature';
import { quoteFunctions, textFunctions } from './text-functions';
import { urlFunctions } from './url-functions';

let made: Environment | undefined;

export function environment(): Environment {
  made ??= makeEnvironment();
  return made;
}

function makeEnvironment(): Environment {
  const { Environment } = engine();
  const own = new Environment({
    enableOptionalTypes: true,
    // `[self.a, 'b']`: what `self.a` is nobody knows here.
    homogeneousAggregateLiterals: false,
    unlistedVariablesAreDyn: false,
  });
  const types = { IP: Address, CIDR: Network, URL: Url, Quantity, Semver, TextFormat };
  for (const [name, type] of Object.entries(types)) own.registerType(name, type);
  own.registerVariable('self', 'dyn').registerVariable('oldSelf', 'dyn');
  own.registerOperator('IP == IP', (one: Address, other: Address) => `${one}` === `${other}`);
  own.registerOperator('CIDR == CIDR', (one: Network, other: Network) => `${one}` === `${other}`);
  own.registerOperator(
    'Quantity == Quantity',
    (one: Quantity, other: Quantity) => one.nanos === other.nanos,
  );
  for (const functions of [
    ...[textFunctions, listFunctions, quantityFunctions, addressFunctions],
    ...[urlFunctions, semverFunctions, formatFunctions],
  ]) {
    register(own, functions);
  }
  register(own, {
    'string(google.protobuf.Timestamp): string': (time: Date) =>
      time.toISOString().replace('.000Z', 'Z'),
    'string(google.protobuf.Duration): string': String,
  });
  for (const names of [setFunctions, rangeFunctions, quoteFunctions, addressNames, formatNames]) {
    registerNamespace(own, names);
  }
  registerMacros(own);
  return own;
}
