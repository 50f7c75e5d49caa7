import {Bursts} from '../bursts.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  leastOf,
  listed,
  matching,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
} from '../rule.ts'
import {isUnknownUser} from '../stranger.ts'

const deleted: RuleMeta = {
  id: 'TMS-02',
  thresholds: [{what: 'teams deleted by one account', least: 4, factor: 1, within: day}],
  title: 'Teams deleted in bulk',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1485'],
  question: 'Does an account delete teams by the dozen?',
  benign: 'The end of a school year; a clean-up.',
  next: ['Ask the user.', 'Restore the groups within thirty days.', 'Check where the account was signed in from.'],
  source: 'https://attack.mitre.org/techniques/T1485/',
  needs: {operations: ['teamdeleted']},
}

const additions: RuleMeta = {
  ...deleted,
  id: 'TMS-03',
  thresholds: [],
  title: 'Teams app, bot, tab or connector added',
  confidence: 'low',
  techniques: ['T1176', 'T1671'],
  question: 'Which apps were added to conversations?',
  benign: 'Users who equip their teams.',
  next: [
    'Check the app, and what it may read.',
    'Ask the user who added it.',
    'Block it in the Teams admin center if it is not needed.',
  ],
  source: 'https://learn.microsoft.com/microsoftteams/audit-log-events',
  needs: {operations: ['appinstalled', 'botaddedtoteam', 'connectoradded', 'tabadded']},
}

function startDeleted(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'accounts that delete teams', span: day, least: 4, by: 'terms'}, context.evictions)
  return {
    see(event) {
      if (event.isService || event.result === 'failure') return
      bursts.add(event, {
        owner: event.user,
        term: event.text('AADGroupId') || event.text('TeamGuid') || event.text('TeamName'),
        tally: event.text('TeamName').slice(0, 200),
        strange: isUnknownUser(context, event),
        place: event.address?.text,
      })
    },
    finish() {
      const least = leastOf(deleted, context.tenant.users)
      for (const [user, all] of bursts.finish()) {
        const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size)
        if (!most || (most.terms.size < least && most.strange === 0)) continue
        context.report({
          rule: deleted.id,
          key: user,
          severity: most.strange > 0 ? 'medium' : 'low',
          title: `${user} deleted ${countOf(most.terms.toString(), 'team')}`,
          why: `Within ${spanText(most.last - most.first)}: ${listed([...most.tally.keys()].filter(Boolean).map(quoted), 5)}`,
          actors: [user],
          objects: [...most.tally.keys()].filter(Boolean).slice(0, 20),
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

const programs = matching(
  additions,
  {operations: ['appinstalled', 'botaddedtoteam', 'connectoradded', 'tabadded', 'new-app', 'apppublishedtocatalog']},
  (event, context) => {
    const name = event.text('AddOnName') || event.text('AppName') || event.parameters.get('Url') || event.object
    const loaded = /sideload/i.test(event.text('AppDistributionMode')) || event.act === 'new-app'
    const strange = isUnknownUser(context, event)
    return {
      key: `${event.user} ${loaded ? 'own' : 'catalogue'}`,
      severity: strange ? 'medium' : loaded ? 'low' : 'hint',
      title: `${event.user} added ${quoted(name || 'an app')}`,
      why: `${event.operation.trim()}${loaded ? ', uploaded, not from the catalogue' : ''}${strange ? '; from an unfamiliar network and client app' : ''}`,
      objects: [name].filter(Boolean),
    }
  },
)

export const teams: Rule[] = [{metas: [deleted], wants: {operations: ['teamdeleted']}, start: startDeleted}, programs]
