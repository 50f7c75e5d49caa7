/** Mail sent in bulk, or the same to many (MBX-18). */
import {own, textOf} from '../field-values.ts'
import {mailboxOwnerOf} from '../mail-clients.ts'
import {isUnknownUser, quoted} from '../novelty.ts'
import {countOf, hour, matching, type Rule, spanText} from '../rule.ts'
import {type CountingRuleMeta, volumeRule} from '../volume-rule.ts'

const sending: CountingRuleMeta = {
  id: 'MBX-18',
  thresholds: [
    {what: 'messages sent by one account', least: 150, within: hour},
    {what: 'messages from an unfamiliar network and client', least: 30, within: hour},
  ],
  title: 'Mail sent in bulk',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1534', 'T1586.002'],
  question: 'Does an account send mail that its owner did not write?',
  benign: 'A newsletter, invitations, a script that reports.',
  next: [
    'Read one of the messages.',
    'Ask the sender.',
    'Warn the recipients and reset the account if it was not theirs.',
  ],
  source: 'https://attack.mitre.org/techniques/T1534/',
  needs: {operations: ['send', 'sendas', 'sendonbehalf']},
}

const volume = volumeRule({
  meta: sending,
  wants: {operations: ['send', 'sendas', 'sendonbehalf']},
  actors: 'people',
  name: 'senders',
  by: 'count',
  counted: (event, context) =>
    event.result !== 'failure'
      ? {
          owner: event.user,
          term: mailboxOwnerOf(event),
          unfamiliar: isUnknownUser(context, event),
          tally: textOf(own(event.raw('Item'), 'Subject')).slice(0, 200),
        }
      : undefined,
  told: (burst, {unfamiliar}) => {
    const [subject, same] = [...burst.tally].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
    const names = burst.terms.list().filter(owner => owner !== burst.owner)
    return {
      key: burst.owner,
      title: `${burst.owner} sent ${countOf(burst.count, 'message')} in ${spanText(Math.max(1000, burst.last - burst.first))}`,
      why: `${same === burst.count ? 'All' : countOf(same, 'message')} with the subject ${quoted(subject)}${unfamiliar ? '; from an unfamiliar network and client app' : ''}${names.length > 0 ? `; sent as ${names.slice(0, 3).join(', ')}` : ''}`,
      users: names.slice(0, 20),
    }
  },
})

const barred = matching(
  sending,
  {operations: ['hygienetenantevents'], recordTypes: ['HygieneEvent', '38'], services: true},
  event => {
    const said = `${event.text('Event')} ${event.text('EventValue')} ${event.text('Audit')} ${event.text('Reason')}`
    if (/delist/i.test(said) || !/list|restrict|block|limit/i.test(said)) return undefined
    const who = event.object.toLowerCase() || event.user
    return {
      key: who,
      severity: 'medium',
      title: `${who} was blocked from sending`,
      why: `The service reports ${quoted(said)}`,
      actors: [who],
    }
  },
)

export const outboundMail: Rule[] = [volume, barred]
