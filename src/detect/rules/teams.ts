import {isUnknownUser, quoted} from '../novelty.ts'
import {countOf, day, listed, matching, type Rule, type RuleMeta, spanText} from '../rule.ts'
import {type CountingRuleMeta, volumeRule} from '../volume-rule.ts'

const deleted: CountingRuleMeta = {
  id: 'TMS-02',
  thresholds: [
    {what: 'teams deleted by one account', least: 4, factor: 1, within: day},
    {what: 'teams from an unfamiliar network and client', least: 4, within: day},
  ],
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
    'Block the app in the Teams admin center if it is not needed.',
  ],
  source: 'https://learn.microsoft.com/microsoftteams/audit-log-events',
  needs: {operations: ['appinstalled', 'botaddedtoteam', 'connectoradded', 'tabadded']},
}

const deletions = volumeRule({
  meta: deleted,
  wants: {operations: ['teamdeleted']},
  actors: 'accounts',
  name: 'accounts that delete teams',
  by: 'terms',
  habitDays: Number.POSITIVE_INFINITY,
  counted: (event, context) =>
    event.result === 'failure'
      ? undefined
      : {
          owner: event.user,
          term: event.text('AADGroupId') || event.text('TeamGuid') || event.text('TeamName'),
          tally: event.text('TeamName').slice(0, 200),
          unfamiliar: isUnknownUser(context, event),
        },
  told: ({owner, terms, tally, first, last}) => {
    const names = [...tally.keys()].filter(Boolean)
    return {
      key: owner,
      title: `${owner} deleted ${countOf(terms.toString(), 'team')}`,
      why: `Within ${spanText(last - first)}: ${listed(names.map(quoted), 5)}`,
      objects: names.slice(0, 20),
    }
  },
})

const programs = matching(
  additions,
  {operations: ['appinstalled', 'botaddedtoteam', 'connectoradded', 'tabadded', 'new-app', 'apppublishedtocatalog']},
  (event, context) => {
    const name = event.text('AddOnName') || event.text('AppName') || event.parameters.get('Url') || event.object
    const loaded = /sideload/i.test(event.text('AppDistributionMode')) || event.act === 'new-app'
    const unfamiliar = isUnknownUser(context, event)
    return {
      key: `${event.user} ${loaded ? 'own' : 'catalogue'}`,
      severity: unfamiliar ? 'medium' : loaded ? 'low' : 'hint',
      title: `${event.user} added ${quoted(name || 'an app')}`,
      why: `${event.operationName}${loaded ? ', uploaded, not from the catalogue' : ''}${unfamiliar ? '; from an unfamiliar network and client app' : ''}`,
      objects: [name].filter(Boolean),
    }
  },
)

export const teams: Rule[] = [deletions, programs]
