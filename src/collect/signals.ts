/**
 * Signals are hypotheses: what may mean a loss is tested by the halves of the windows that show it. Where three tests
 * brought nothing new, the signal is noise in this tenant for the rest of the run. Pure.
 */
import {pluralise} from '../audit/numbers.ts'
import type {LossSignal} from '../sources/source.ts'
import type {ProbePart} from './window-task.ts'

/** Tests without a new record that make a signal noise. */
const testsToDisprove = 3
/** Rows from which on equal counts are no accident of small windows. */
const fewRows = 100

export interface Hypothesis {
  readonly words: string
  readonly disproved: number
  readonly underTest: number
  /** A test brought a record that the answer with this signal lacked. */
  readonly shown: boolean
}

/** A window with signals, on its way through its halves. */
interface SignalTest {
  readonly kinds: readonly string[]
  /** Rows of the answer with the signals. */
  readonly rows: number
  /** Parts of it that are not settled yet. */
  readonly parts: number
  readonly foundMore: boolean
  readonly hasGap: boolean
}

export interface SignalState {
  readonly hypotheses: ReadonlyMap<string, Hypothesis>
  readonly tests: ReadonlyMap<number, SignalTest>
  readonly lastTest: number
  /** Row counts of answers, and how often each came. */
  readonly counts: ReadonlyMap<number, number>
  readonly lastRows: number | undefined
  /** The most rows that any search's answer had, first readings or not. */
  readonly most: number
  /** A number of rows at which the service was shown to stop without a word. */
  readonly cap: number | undefined
  /** Answers with more rows than this were shown to lose some, always the same. */
  readonly safe: number | undefined
  /** Second readings with a probe that are under way: what their parts showed so far. */
  readonly probes: ReadonlyMap<number, ReadonlyMap<ProbePart, Shown>>
}

interface Shown {
  rows: number
  /** Records that the first reading lacked. */
  added: number
}

export const noSignals: SignalState = {
  hypotheses: new Map(),
  tests: new Map(),
  lastTest: 0,
  counts: new Map(),
  lastRows: undefined,
  most: 0,
  cap: undefined,
  safe: undefined,
  probes: new Map(),
}

/** An answer with more rows than the limit that was taken to be there: it is none. */
export function noteMost(state: SignalState, rows: number): SignalState {
  const cap = state.cap !== undefined && rows > state.cap ? undefined : state.cap
  return {...state, most: Math.max(state.most, rows), cap}
}

/** Fewer rows than this no service is asked for at once, nor stops at. */
const leastSafe = 10

/** A part of a window showed what the answer about the whole lacked: it may have stopped there, if none had more rows. */
export function noteCut(state: SignalState, rows: number): SignalState {
  return rows >= leastSafe && rows === state.most ? {...state, cap: rows} : state
}

/** Where the few rows of a probe show more, and large parts of the same window nothing new, a loss depends on size. */
export function noteProbe(state: SignalState, {of, part}: {of: number; part: ProbePart}, shown: Shown): SignalState {
  const known = state.probes.get(of)
  // Only what differs from the first reading counts.
  if (known?.has(part)) return state
  const parts = new Map(known).set(part, shown)
  const probes = new Map(state.probes).set(of, parts)
  const [before, probe, after] = [parts.get('before'), parts.get('probe'), parts.get('after')]
  if (before === undefined || probe === undefined || after === undefined) return {...state, probes}
  probes.delete(of)
  const large = [before, after].filter(({rows}) => rows > 2 * probe.rows)
  if (probe.added === 0 || large.length === 0 || large.some(({added}) => added > 0)) return {...state, probes}
  return {...state, probes, safe: Math.max(leastSafe, Math.min(probe.rows, state.safe ?? probe.rows))}
}

/** What the numbers of rows say of a limit, once this first answer is among them. */
export function noteRows(state: SignalState, rows: number): [SignalState, LossSignal[]] {
  if (rows < fewRows) return [state, []]
  const often = state.counts.get(rows) ?? 0
  const largest = Math.max(0, ...state.counts.keys())
  const counts = new Map(state.counts).set(rows, often + 1)
  const signals: LossSignal[] = []
  const add = (kind: string, words: string) => signals.push({kind, words, more: true})
  // Between other counts, equal ones are an accident in a long month; and a larger one says that there is no limit.
  if (rows === state.lastRows) add('equal-count', `${pluralise(rows, 'row')}, as many as the answer before`)
  if (often > 0 && rows >= largest)
    add('largest-count', `${pluralise(rows, 'row')}, the most that any answer had, twice`)
  return [{...state, counts, lastRows: rows}, signals]
}

/** Those that are not known to be noise. */
export function liveSignals(state: SignalState, signals: readonly LossSignal[]): LossSignal[] {
  return signals.filter(({kind}) => !isNoise(state.hypotheses.get(kind)))
}

function isNoise(hypothesis: Hypothesis | undefined): boolean {
  return hypothesis !== undefined && !hypothesis.shown && hypothesis.disproved >= testsToDisprove
}

/** Whether a window with these live signals is to be tested now; else it waits for the tests that are under way. */
export function mayTest(state: SignalState, live: readonly LossSignal[]): boolean {
  return live.some(({kind}) => {
    const known = state.hypotheses.get(kind)
    return known === undefined || known.shown || known.disproved + known.underTest < testsToDisprove
  })
}

/** @returns the state with a test of one part, and its number. */
export function beginTest(before: SignalState, live: readonly LossSignal[], rows: number): [SignalState, number] {
  const hypotheses = new Map(before.hypotheses)
  for (const {kind, words} of live) {
    const known = hypotheses.get(kind) ?? {words, disproved: 0, underTest: 0, shown: false}
    hypotheses.set(kind, {...known, underTest: known.underTest + 1})
  }
  const number = before.lastTest + 1
  const kinds = live.map(({kind}) => kind)
  const tests = new Map(before.tests).set(number, {kinds, rows, parts: 1, foundMore: false, hasGap: false})
  return [{...before, hypotheses, tests, lastTest: number}, number]
}

export function splitTest(state: SignalState, number: number): SignalState {
  return changed(state, number, test => ({...test, parts: test.parts + 1}))
}

/** A reading of a part brought a record that was not known. */
export function foundMore(state: SignalState, number: number): SignalState {
  return changed(state, number, test => ({...test, foundMore: true}))
}

function changed(state: SignalState, number: number, change: (test: SignalTest) => SignalTest): SignalState {
  const test = state.tests.get(number)
  return test === undefined ? state : {...state, tests: new Map(state.tests).set(number, change(test))}
}

const ofSize = /^(equal-count|largest-count|round-count)$/

/** A part is settled, or a gap, which says nothing of the signals. */
export function endPart(before: SignalState, number: number, asGap: boolean): SignalState {
  const state = changed(before, number, test => ({...test, parts: test.parts - 1, hasGap: test.hasGap || asGap}))
  const test = state.tests.get(number)
  if (test === undefined || test.parts > 0) return state
  const tests = new Map(state.tests)
  tests.delete(number)
  const hypotheses = new Map(state.hypotheses)
  for (const kind of test.kinds) {
    const known = hypotheses.get(kind)
    if (known === undefined) continue
    const isDisproved = !test.foundMore && !test.hasGap
    hypotheses.set(kind, {
      ...known,
      underTest: known.underTest - 1,
      shown: known.shown || test.foundMore,
      disproved: known.disproved + (isDisproved ? 1 : 0),
    })
  }
  const isLimit = test.foundMore && test.kinds.some(kind => ofSize.test(kind))
  return {...state, tests, hypotheses, cap: isLimit ? test.rows : state.cap}
}

/** The words of the signals that mean nothing in this tenant. */
export function noise({hypotheses}: SignalState): string[] {
  return [...hypotheses.values()].filter(isNoise).map(({words}) => words)
}
