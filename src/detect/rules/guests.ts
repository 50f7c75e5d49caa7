/** Guests that come, take files, and go (FIL-11). */

import {foldUser} from '../../audit/identity.ts'
import {isObject} from '../../audit/json.ts'
import type {AuditEvent} from '../event.ts'
import {own, textOf} from '../field-values.ts'
import {countOf, day, type Rule, type RuleMeta, spanText} from '../rule.ts'
import {sequenceRule} from '../sequence-rule.ts'

const passing: RuleMeta = {
  id: 'FIL-11',
  title: 'Short-lived guest took files',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1537', 'T1136.003'],
  question: 'Was a guest added for hours to take files?',
  benign: 'A single meeting with a partner.',
  next: [
    'Check which files the guest took.',
    'Ask the account that added and removed the guest.',
    'Look for the same guest elsewhere.',
  ],
  source: 'https://attack.mitre.org/techniques/T1537/',
  needs: {operations: ['memberadded', 'memberremoved']},
}

const adding = ['memberadded', 'add member to group', 'addedtogroup']
const removing = ['memberremoved', 'remove member from group', 'removedfromgroup', 'delete user']
const taking = ['filedownloaded', 'fileuploaded', 'filesyncdownloadedfull', 'fileaccessed', 'filecopied']

/** The guests a record adds or removes, under one name however it is spelt. */
function guestsIn(event: AuditEvent): string[] {
  const members = event.list('Members').filter(isObject)
  const names = members.map(member => textOf(own(member, 'UPN')))
  names.push(event.text('TargetUserOrGroupName'), event.act === 'delete user' ? event.object : '', event.target.name)
  return [...new Set(names.map(foldUser).filter(name => name.includes('#ext#')))].slice(0, 50)
}

const stays = sequenceRule<'opened' | 'taken' | 'removed'>({
  meta: passing,
  wants: {operations: [...adding, ...removing, ...taking]},
  name: 'guests just added',
  within: day,
  begins: event => {
    if (event.isService || !adding.includes(event.act)) return []
    return guestsIn(event).map(key => ({key, detail: event.text('TeamName') || event.object}))
  },
  continues: event => {
    if (taking.includes(event.act))
      return event.isGuest ? {step: event.act === 'fileaccessed' ? 'opened' : 'taken', keys: [event.user]} : undefined
    return !event.isService && removing.includes(event.act) ? {step: 'removed', keys: guestsIn(event)} : undefined
  },
  ends: 'removed',
  told: ({key: guest, first, steps}) => {
    const removed = steps.get('removed')
    if (!removed) return undefined
    const [taken, opened] = [steps.get('taken')?.count ?? 0, steps.get('opened')?.count ?? 0]
    return {
      severity: taken > 0 ? 'medium' : opened > 0 ? 'low' : 'hint',
      title: `${guest}, added by ${first.user} and removed after ${spanText(removed.mark.time - first.mark.time)}`,
      why: `In between: ${countOf(taken, 'file')} downloaded or uploaded, ${countOf(opened, 'file')} opened`,
      actors: [...new Set([guest, first.user, removed.user])],
      objects: [first.detail].filter(Boolean),
      addresses: removed.address === undefined ? [] : [removed.address],
    }
  },
})

export const guestInvitations: Rule[] = [stays]
