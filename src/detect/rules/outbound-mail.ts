/** Mail sent in bulk, or the same to many (MBX-18). */
import {Bursts, daysOf} from '../bursts.ts'
import {own, textOf} from '../field-values.ts'
import {mailboxOwnerOf} from '../mail-clients.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  hour,
  matching,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
} from '../rule.ts'
import {isUnknownUser} from '../stranger.ts'

const sending: RuleMeta = {
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

const muchAnHour = 150
const muchWhenStrange = 30

function start(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'senders', span: hour, least: muchWhenStrange, mostTerms: 200}, context.evictions)
  return {
    see(event) {
      if (event.kind !== 'person' && event.kind !== 'guest') return
      if (event.result === 'failure') return
      const subject = textOf(own(event.raw('Item'), 'Subject')).slice(0, 200)
      const strange = isUnknownUser(context, event)
      bursts.add(event, {
        owner: event.user,
        term: mailboxOwnerOf(event),
        strange,
        place: event.address?.text,
        tally: subject,
      })
    },
    finish() {
      for (const [user, all] of bursts.finish()) {
        const worth = all.filter(burst => burst.count >= muchAnHour || burst.strange >= muchWhenStrange)
        const [most] = [...worth].sort((a, b) => b.strange - a.strange || b.count - a.count)
        if (!most) continue
        const strange = most.strange >= muchWhenStrange
        const [subject, same] = [...most.tally].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
        const names = most.terms.list().filter(owner => owner !== user)
        context.report({
          rule: sending.id,
          key: user,
          severity: strange ? 'medium' : daysOf(worth) >= 3 ? 'hint' : 'low',
          title: `${user} sent ${countOf(most.count, 'message')} in ${spanText(Math.max(1000, most.last - most.first))}`,
          why: `${same === most.count ? 'All' : countOf(same, 'message')} with the subject ${quoted(subject)}${strange ? '; from an unfamiliar network and client app' : ''}${names.length > 0 ? `; sent as ${names.slice(0, 3).join(', ')}` : ''}`,
          actors: [user],
          users: names.slice(0, 20),
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

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

export const outboundMail: Rule[] = [
  {metas: [sending], wants: {operations: ['send', 'sendas', 'sendonbehalf']}, start},
  barred,
]
