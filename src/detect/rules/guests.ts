/** Guests that come, take files, and go (FIL-11). */

import {foldUser} from '../../audit/identity.ts'
import {isObject} from '../../audit/json.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {own, textOf} from '../field-values.ts'
import {countOf, type DetectionContext, day, type Rule, type RuleMeta, type RuleRun, spanText} from '../rule.ts'

const passing: RuleMeta = {
  id: 'FIL-11',
  title: 'A guest came, took files and went',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1537', 'T1136.003'],
  question: 'Was a guest let in for an hour to carry something away?',
  benign: 'A single meeting with a partner.',
  next: [
    'See which files the guest took.',
    'Ask whoever let the guest in, and out.',
    'Look for the same guest elsewhere.',
  ],
  source: 'https://attack.mitre.org/techniques/T1537/',
  needs: {operations: ['memberadded', 'memberremoved']},
}

const adding = ['memberadded', 'add member to group', 'addedtogroup']
const removing = ['memberremoved', 'remove member from group', 'removedfromgroup', 'delete user']
const taking = ['filedownloaded', 'fileuploaded', 'filesyncdownloadedfull', 'fileaccessed', 'filecopied']

interface Stay {
  since: number
  by: string
  group: string
  files: number
  taken: number
  evidence: EvidenceList
}

/** The guests a record adds or removes, under one name however it is spelt. */
function guestsIn(event: AuditEvent): string[] {
  const members = event.list('Members').filter(isObject)
  const names = members.map(member => textOf(own(member, 'UPN')))
  names.push(event.text('TargetUserOrGroupName'), event.act === 'delete user' ? event.object : '', event.target.name)
  return [...new Set(names.map(foldUser).filter(name => name.includes('#ext#')))].slice(0, 50)
}

function start(context: DetectionContext): RuleRun {
  const stays = new BoundedMap<string, Stay>('guests just added', 5_000, context.evictions)
  return {
    see(event) {
      if (event.result === 'failure') return
      const {time, user} = event
      if (taking.includes(event.act)) {
        const stay = event.isGuest ? stays.get(user) : undefined
        if (!stay || time - stay.since > day) return
        stay.files++
        if (event.act !== 'fileaccessed') stay.taken++
        stay.evidence.add(event)
        return
      }
      if (event.isService) return
      for (const guest of guestsIn(event)) {
        if (adding.includes(event.act)) {
          const known = stays.get(guest)
          if (known && time - known.since <= day) continue
          stays.delete(guest)
          stays.at(guest, () => ({
            since: time,
            by: user,
            group: event.text('TeamName') || event.object,
            files: 0,
            taken: 0,
            evidence: EvidenceList.of(event),
          }))
          continue
        }
        const stay = stays.get(guest)
        stays.delete(guest)
        if (!stay || time - stay.since > day) continue
        tell(context, event, {guest, stay})
      }
    },
  }
}

function tell(context: DetectionContext, event: AuditEvent, {guest, stay}: {guest: string; stay: Stay}): void {
  stay.evidence.add(event, 2)
  const {files, taken, by} = stay
  context.report({
    rule: passing.id,
    key: guest,
    severity: taken > 0 ? 'medium' : files > 0 ? 'low' : 'hint',
    title: `${guest} was let in by ${by} and removed after ${spanText(event.time - stay.since)}`,
    why: `In between: ${countOf(taken, 'file')} taken or brought, ${countOf(files - taken, 'file')} opened`,
    actors: [...new Set([guest, by, event.user])],
    objects: [stay.group].filter(Boolean),
    addresses: event.address ? [event.address.text] : [],
    evidence: stay.evidence,
  })
}

export const guestInvitations: Rule[] = [
  {metas: [passing], wants: {operations: [...adding, ...removing, ...taking]}, start},
]
