/** Rules for sequences A → B: an act that begins one, and later acts on the same thing within a time, declared as data and small functions. */
import type {AccountKind} from '../audit/identity.ts'
import {BoundedMap} from './bounded.ts'
import type {AuditEvent} from './event.ts'
import {EvidenceList, type EvidenceRecord} from './evidence-list.ts'
import type {DetectionContext, Rule, RuleMeta, Signal, Wants} from './rule.ts'

export interface SequenceRule<Step extends string> {
  meta: RuleMeta
  wants: Wants
  /** What is kept, in words: `new accounts`. */
  name: string
  /** Milliseconds from the first act; what comes later belongs to no sequence. */
  within: number
  /** Guard and keys of the act that begins a sequence, one for each key. */
  begins(event: AuditEvent, context: DetectionContext): readonly SequenceKey[]
  /** Guard and keys of a later act. */
  continues(
    event: AuditEvent,
    context: DetectionContext,
  ): {step: Step; keys: readonly string[]; detail?: string} | undefined
  /** The step after which it is over. */
  ends?: Step
  /** Asked once, at its end or the month's. Undefined for what is not worth a finding. */
  told(
    sequence: ActSequence<Step>,
    context: DetectionContext,
  ): (Pick<Signal, 'title' | 'why' | 'actors'> & Partial<Signal>) | undefined
}

interface SequenceKey {
  key: string
  /** What is kept of the act besides. */
  detail?: string
}

export interface SequenceAct {
  mark: EvidenceRecord
  user: string
  kind: AccountKind
  address: string | undefined
  detail: string
}

export interface ActSequence<Step extends string> {
  key: string
  first: SequenceAct
  /** The first act of each step, and how many there were. */
  steps: ReadonlyMap<Step, SequenceAct & {count: number}>
  evidence: EvidenceList
}

interface OpenSequence<Step extends string> extends ActSequence<Step> {
  steps: Map<Step, SequenceAct & {count: number}>
}

const mostOpen = 20_000

export function sequenceRule<Step extends string>(declared: SequenceRule<Step>): Rule {
  const {meta, wants} = declared
  return {metas: [meta], wants, start: context => startSequences(declared, context)}
}

function startSequences<Step extends string>(
  declared: SequenceRule<Step>,
  context: DetectionContext,
): ReturnType<Rule['start']> {
  const {meta, name, within, ends} = declared
  const open = new BoundedMap<string, OpenSequence<Step>>(name, mostOpen, context.evictions, {
    until: ({first}) => first.mark.time + within,
    weight: ({steps}) => steps.size,
    actor: (_key, {first}) => first.user,
    dropped: (_key, sequence) => close(sequence),
  })
  const close = (sequence: OpenSequence<Step>) => {
    open.delete(sequence.key)
    const signal = sequence.steps.size > 0 ? declared.told(sequence, context) : undefined
    if (signal) context.report({rule: meta.id, key: sequence.key, evidence: sequence.evidence, ...signal})
  }
  return {
    see(event) {
      if (event.result === 'failure') return
      for (const {key, detail = ''} of declared.begins(event, context)) {
        const before = open.get(key)
        if (before && event.time - before.first.mark.time <= within) continue
        if (before) close(before)
        open.at(key, () => begun(key, actOf(event, detail)))
      }
      const next = declared.continues(event, context)
      for (const key of next?.keys ?? []) {
        const sequence = open.get(key)
        if (!next || !sequence || event.time - sequence.first.mark.time > within) continue
        const known = sequence.steps.get(next.step)
        if (known) known.count++
        else sequence.steps.set(next.step, {...actOf(event, next.detail ?? ''), count: 1})
        sequence.evidence.add(event, known ? 1 : 2)
        if (next.step === ends) close(sequence)
      }
    },
    finish() {
      for (const [, sequence] of [...open.entries()]) close(sequence)
    },
  }
}

function begun<Step extends string>(key: string, first: SequenceAct): OpenSequence<Step> {
  return {key, first, steps: new Map(), evidence: EvidenceList.of(first.mark)}
}

function actOf({mark, user, kind, address}: AuditEvent, detail: string): SequenceAct {
  return {mark, user, kind, address: address?.text, detail}
}
