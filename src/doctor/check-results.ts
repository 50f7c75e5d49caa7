/** Where the doctor's looks are noted; what none of them reached says why at the end. */

import {checkKinds, checkNames} from '../checks/check-kinds.ts'
import {checkOf, goesOn, type MappedCheck, whoCanFix} from '../checks/check-of-code.ts'
import type {DiagnosisRow} from '../report/diagnosis.ts'
import {type Check, type CheckName, failed} from '../signin/check.ts'
import {asFailure, type Failure} from '../wire/failure.ts'

export class CheckResults {
  readonly #planned: Set<CheckName>
  readonly #found = new Map<CheckName, Check[]>()
  readonly #dispensable = new Set<CheckName>()

  /** @param leftOut what this export has no use for. */
  constructor(leftOut: readonly CheckName[]) {
    this.#planned = new Set(checkNames.filter(name => !leftOut.includes(name)))
  }

  leaveOut(name: CheckName): void {
    this.#planned.delete(name)
  }

  /** An export of these settings costs it something, and does not fail by it. */
  goesOnWithout(name: CheckName): void {
    this.#dispensable.add(name)
  }

  /** One that failed for what another check has found missing says nothing of its own. */
  add(check: Check): void {
    if ('failure' in check && this.#isMissing(checkOf(check.failure.code), check.name)) return
    this.#found.set(check.name, [...(this.#found.get(check.name) ?? []), check])
  }

  /** Unless something else was found there before. */
  ok(name: CheckName, says: string, evidence: Readonly<Record<string, string>> = {}): void {
    if (!this.#found.has(name)) this.add({name, verdict: 'ok', says, evidence})
  }

  unknown(name: CheckName, says: string): void {
    if (!this.#found.has(name)) this.add({name, verdict: 'unknown', says})
  }

  /** Noted where the failure's code belongs; `at` is where it occurred, for failures that may occur anywhere. */
  fail(error: unknown, at: CheckName): CheckName {
    const failure = asFailure(error)
    const owner = checkOf(failure.code)
    const name = checkNames.find(one => one === owner && this.#planned.has(one)) ?? at
    this.add(failed(name, failure))
    return name
  }

  /** Whether it was looked at, or left out, and nothing is wrong. */
  stands(name: CheckName): boolean {
    if (!this.#planned.has(name)) return true
    const found = this.#found.get(name) ?? []
    return found.length > 0 && found.every(check => check.verdict === 'ok')
  }

  #isMissing(owner: MappedCheck | undefined, name: CheckName): boolean {
    const found = checkNames.find(one => one === owner && one !== name)
    return found !== undefined && (this.#found.get(found) ?? []).some(check => check.verdict === 'missing')
  }

  rows(): DiagnosisRow[] {
    return checkNames
      .filter(name => this.#planned.has(name))
      .flatMap(name => (this.#found.get(name) ?? [this.#unreached(name)]).map(rowOf))
      .map(row => (this.#dispensable.has(row.check) ? {...row, stops: false} : row))
  }

  #unreached(name: CheckName): Check {
    const first = checkKinds[name].needs.find(need => !this.stands(need))
    const says = first === undefined ? 'Not looked at.' : `It takes ${checkKinds[first].title} first.`
    return {name, verdict: 'unknown', says}
  }
}

function rowOf(check: Check): DiagnosisRow & {check: CheckName} {
  const {name, verdict} = check
  const {title, stops} = checkKinds[name]
  const row = {check: name, title, verdict: verdicts[verdict], stops: false, evidence: {}}
  if ('says' in check) {
    const evidence = 'evidence' in check ? {...check.evidence} : {}
    return {...row, says: check.says, evidence}
  }
  return {...row, ...failureRow(check.failure, name), stops: stops && !goesOn(check.failure.code)}
}

const verdicts = {ok: 'OK', missing: 'MISSING', unknown: 'UNKNOWN'} as const

function failureRow(
  failure: Failure,
  name: CheckName,
): Pick<DiagnosisRow, 'says' | 'code' | 'evidence' | 'who' | 'remedy'> {
  const {message, code, evidence, remedy} = failure
  return {says: message, code, evidence: {...evidence}, who: whoCanFix(code) ?? checkKinds[name].who, remedy}
}
