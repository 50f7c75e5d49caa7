import fc from 'fast-check'
import {appendFileSync} from 'node:fs'
import {contains} from '../../src/audit/window.ts'
import type {WindowReading, WindowTask} from '../../src/collect/window-task.ts'
import type {Reading} from '../../src/sources/source.ts'
import {hour, second} from '../builders.ts'
import {plan, play, type Record, start} from './play-scheduler.ts'

interface Liar {
  cap: number; order: 'new' | 'old' | 'id' | 'mixed'; sessionCap: number; loss: number; lossAbove: number; flaky: number
}
const hard = 5000
function answer(records: readonly Record[], liar: Liar, seenIds: Set<string>) {
  return (number: number, task: WindowTask): WindowReading => {
    const reach = 1000 * (task.reach ?? task.wider) + 3000
    const {window, depth} = task
    const question = {start: window.start - reach, end: window.end + reach}
    let found = records.filter(([, time]) => contains(question, time))
    const rank = (r: Record) => (liar.order === 'new' ? -r[1] : liar.order === 'old' ? r[1] : liar.order === 'id' ? hash(r[0]) : hash(r[0] + window.start))
    found = [...found].sort((a, b) => rank(a) - rank(b))
    if (liar.loss > 0 && found.length > liar.lossAbove) found = found.filter(([id]) => hash(`l${id}`) % 100 >= liar.loss)
    if (liar.flaky > 0) found = found.filter(([id]) => { if (hash(`f${id}`) % 100 >= liar.flaky) return true; const known = seenIds.has(id); seenIds.add(id); return known })
    const most = depth === 'search' ? Math.min(liar.cap, hard) : liar.sessionCap
    const shown = found.slice(0, most)
    const inside = shown.filter(([, time]) => contains(window, time))
    const outcome = depth === 'search' && shown.length >= hard ? 'capped' : 'proven'
    const reading: Reading = {
      outcome, slow: false,
      evidence: {rows: shown.length, cap: hard, requestIds: [], warnings: []},
      ...(shown.length === 0 ? {doubt: 'no rows'} : {}),
    }
    return {number, reading, seen: new Map(inside), contents: new Map(inside.map(([id]) => [id, 1])), times: inside.map(([, t]) => t), nameless: 0,
      around: new Map(shown.filter(([, t]) => !contains(window, t) && t >= start))}
  }
}
function hash(text: string): number { let h = 7; for (const c of text) h = (Math.imul(h, 31) + c.charCodeAt(0)) >>> 0; return Math.imul(h, 2654435761) >>> 0 }

const days = Number(process.env.DAYS ?? 8)
const period = {start, end: start + days * 24 * hour}
const someRecords = fc.record({seed: fc.nat(10000), n: fc.integer({min: 20, max: 250}), bursts: fc.array(fc.record({at: fc.nat(days * 86400 - 10), n: fc.integer({min: 1, max: 300}), over: fc.constantFrom(1, 60, 3600)}), {maxLength: 3})}).map(({seed, n, bursts}) => {
  const list: Record[] = []
  for (let i = 0; i < n; i++) list.push([`r${i}`, start + (hash(`${seed} ${i}`) % (days * 86400)) * second])
  bursts.forEach((b, k) => { for (let i = 0; i < b.n; i++) list.push([`b${k}-${i}`, Math.min(period.end - 1000, start + (b.at + (i % b.over)) * second)]) })
  return list
})
const kind = process.env.KIND ?? 'cap'
const aLiar: fc.Arbitrary<Liar> = fc.record({
  cap: kind === 'loss' ? fc.constant(5000) : fc.integer({min: 5, max: 200}), order: fc.constantFrom('new', 'old', 'id', 'mixed'), sessionCap: fc.constantFrom(50000),
  loss: kind === 'loss' ? fc.integer({min: 1, max: 60}) : fc.constant(0), lossAbove: fc.integer({min: 5, max: 60}), flaky: fc.constant(0),
})
for (const sessions of [true, false]) for (const confirm of (process.env.MODES ?? 'sample all').split(' ') as ('sample' | 'all')[] as const)
{
  let bad = 0, complete = 0, total = 0, worst: unknown, calls = 0
  fc.assert(fc.property(someRecords, aLiar, fc.integer({min: 1, max: 3}), fc.boolean(), (records, liar, concurrency, handsOn) => {
    total++
    const played = play({confirm, concurrency, sessions, period, plan: {...plan, aim: 4000, longest: 96 * hour}}, [{read: answer(records, liar, new Set()), turn: 0, handsOn}], 20000)
    calls = Math.max(calls, played.readings.length)
    const holders = new Map(played.readings.map(one => [one.number, new Set([...one.seen, ...one.around].map(([id]) => id))]))
    const missing = records.filter(([id, t]) => !played.accepted.some(({number, window}) => contains(window, t) && holders.get(number)?.has(id)))
    const isGap = (t: number) => played.entries.some(e => e.status === 'gap' && contains(e, t))
    const gaps = played.entries.filter(e => e.status === 'gap').length
    if (gaps === 0) complete++
    if (missing.some(([, t]) => !isGap(t))) {
      if (gaps === 0) { bad++; worst ??= {liar, n: records.length, missing: missing.length, concurrency, handsOn, esc: played.state.confirmation.escalated, cap: played.state.signals.cap, calls: played.readings.length, w: played.entries.map(e => [e.status, e.evidence.rows, (e.end - e.start) / 3600000, records.filter(([, t]) => contains(e, t)).length].join(' ')).slice(0, 12)} }
    }
  }), {numRuns: Number(process.env.RUNS ?? 300), seed: 42})
  appendFileSync('/tmp/s16-attack.log', JSON.stringify([kind, sessions, confirm, {total, complete, bad, calls}, worst]) + '\n')
}
