/** What stays the same when the same thing is found again in another month. */
import {compareText} from '../audit/compare-text.ts'
import {parseAddress} from '../detect/address.ts'
import type {Finding} from '../detect/findings.ts'

/** More are a crowd, whose members change from month to month. */
const mostNamed = 3

/**
 * The rule, with the actors where they are few, else with the networks; with the application; where a finding has none
 * of these, with its objects. Letter case does not matter.
 */
export function patternText(
  finding: Pick<Finding, 'rule' | 'actors' | 'addresses' | 'applications' | 'objects'>,
): string {
  const {rule, actors, addresses, applications, objects} = finding
  const who = few(actors)
  const from = who.length === 0 ? few(addresses.map(address => parseAddress(address)?.network ?? address)) : []
  const through = few(applications)
  const what = who.length + from.length + through.length === 0 ? few(objects) : []
  return JSON.stringify([rule, who, from, through, what])
}

function few(names: readonly string[]): string[] {
  const distinct = [...new Set(names.map(name => name.toLowerCase()))].sort(compareText)
  return distinct.length > mostNamed ? [] : distinct
}
