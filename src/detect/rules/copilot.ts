/** Copilot misled or misused (AI-01), agents never seen (AI-02), and Copilot in many sites (AI-03). */
import {aiInteractionOf, aiOperations, siteOf} from '../../audit/ai-interaction.ts'
import {Bursts, daysOf} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {isEstablished, isUnknownUser, quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  leastOf,
  matching,
  type Rule,
  type RuleMeta,
  type RuleRun,
  signalOf,
  times,
} from '../rule.ts'

const misuse: RuleMeta = {
  id: 'AI-01',
  thresholds: [
    {what: 'questions of one account', least: 200, factor: 60, within: day},
    {what: 'jailbreak attempts, for severity medium', least: 5, within: day},
  ],
  title: 'Copilot prompt injection, jailbreak or mass use',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1213', 'T1566'],
  question: 'Did a document give Copilot instructions, or a user try to bypass its rules?',
  benign: 'Curiosity; a test; a text about attacks.',
  next: ['Read the prompt and the documents it used.', 'Check who put the document there.', 'Ask the user.'],
  source: 'https://learn.microsoft.com/purview/audit-copilot',
  needs: {operations: ['copilotinteraction', 'aiinteractioncreatednotification'], recordTypes: ['CopilotInteraction']},
}

const needs = {operations: aiOperations, recordTypes: ['CopilotInteraction']}

const newAgent: RuleMeta = {
  id: 'AI-02',
  title: 'AI agent first seen',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1199'],
  question: 'Which AI agents are asked that the tenant did not have before?',
  benign: 'A new agent of a team, or of Microsoft.',
  next: [
    'Look the agent up in the Microsoft 365 admin center: who made it, and what it may read.',
    'Ask the users of the agent.',
    'Block the agent if it is not wanted.',
  ],
  source: 'https://learn.microsoft.com/purview/audit-copilot',
  needs,
}

const otherSites: RuleMeta = {
  id: 'AI-03',
  thresholds: [
    {what: 'sites new to one account', least: 15, factor: 5, within: day},
    {what: 'the same from an unfamiliar network and client', least: 4, within: day},
  ],
  title: 'Copilot reads files of many other sites',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1213.002', 'T1530'],
  question: 'Did an account collect files through Copilot from sites it did not use there before?',
  benign: 'A search over all projects; a new task.',
  next: [
    'Read the questions, and the files that were read for the answers.',
    'Check whether the account should be able to open these sites.',
    'Check the sign-ins of the account before.',
  ],
  source: 'https://learn.microsoft.com/purview/audit-copilot',
  needs,
}

function interactionOf(event: AuditEvent): ReturnType<typeof aiInteractionOf> {
  return aiInteractionOf({
    CopilotEventData: event.raw('CopilotEventData'),
    ...Object.fromEntries(['AgentId', 'AgentName', 'AppHost', 'AppIdentity'].map(name => [name, event.text(name)])),
  })
}

const agents = matching(newAgent, {operations: aiOperations}, (event, context) => {
  const {agent, app} = interactionOf(event)
  const id = (agent.id || agent.name).toLowerCase()
  if (id === '') return undefined
  const {time} = event
  const first = context.terms.note('ai-agent', '', id, time, event.user)
  if (first !== time || context.terms.learning('ai-agent', time)) return undefined
  const name = agent.name || agent.id
  return {
    key: id,
    title: `${quoted(name)}, asked by ${event.user || 'an unknown account'}`,
    why: `No one asked it ${context.history ? 'in the months that are remembered' : 'this month'} before${app === '' ? '' : `; asked in ${app}`}`,
    objects: [name],
    facts: [name, agent.id, app],
  }
})

function startSites(context: DetectionContext): RuleRun {
  const [first, unfamiliar] = otherSites.thresholds ?? []
  const least = Math.min(first?.least ?? 0, unfamiliar?.least ?? 0)
  const sites = new Bursts(
    {name: 'accounts that read sites by Copilot', span: day, least, by: 'terms'},
    context.evictions,
  )
  return {
    see(event) {
      const {user, time} = event
      const fresh = [...new Set(interactionOf(event).resources.map(one => siteOf(one.url)))].filter(site => {
        const first = site === '' ? Number.NEGATIVE_INFINITY : context.terms.note('user-ai-site', user, site, time)
        return first === time && isEstablished(context, user, time)
      })
      const [site] = fresh
      if (site === undefined) return
      const act = {owner: user, term: site, place: event.address?.text, unfamiliar: isUnknownUser(context, event)}
      const burst = sites.add(event, act)
      for (const other of fresh) burst.terms.add(other)
    },
    finish() {
      const usual = leastOf(otherSites, context.tenant.users)
      for (const [user, all] of sites.finish()) {
        const isTold = ({terms, unfamiliar: by}: (typeof all)[number]) => terms.size >= (by > 0 ? least : usual)
        const [most] = all.filter(isTold).sort((a, b) => b.unfamiliar - a.unfamiliar || b.terms.size - a.terms.size)
        if (!most) continue
        context.report({
          rule: otherSites.id,
          key: user,
          severity: most.unfamiliar > 0 ? 'medium' : daysOf(all) >= 3 ? 'hint' : 'low',
          title: `${user}, ${countOf(most.terms.toString(), 'site')} in a day`,
          why: `${countOf(most.terms.toString(), 'site')} from which Copilot had read nothing for ${user} before; the threshold here is ${most.unfamiliar > 0 ? least : usual}${most.unfamiliar > 0 ? '; from an unfamiliar network and client app' : ''}`,
          actors: [user],
          objects: most.terms.list().slice(0, 20),
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

function start(context: DetectionContext): RuleRun {
  const volume = new Bursts({name: 'Copilot users', span: day, least: 200}, context.evictions)
  const jailbreaks = new Bursts({name: 'accounts that attack Copilot', span: day, least: 1}, context.evictions)
  return {
    see(event) {
      const {user} = event
      volume.add(event, {owner: user, place: event.address?.text})
      const {resources, jailbreak} = interactionOf(event)
      const injection = resources.find(one => one.injection)
      if (injection !== undefined) {
        const name = injection.name || injection.id || 'a document'
        context.report(
          signalOf(event, {
            rule: misuse.id,
            key: `document ${name.slice(0, 300)}`,
            severity: 'medium',
            confidence: 'medium',
            title: `${quoted(name)} holds instructions for Copilot`,
            why: `Copilot found a planted instruction in it when ${user} asked (XPIADetected)`,
            objects: [injection.url || name],
          }),
        )
      }
      if (!jailbreak) return
      jailbreaks.add(event, {owner: user, place: event.address?.text})
    },
    finish() {
      for (const [user, all] of jailbreaks.finish())
        for (const burst of all)
          context.report({
            rule: misuse.id,
            key: user,
            severity: burst.count >= 5 ? 'medium' : 'low',
            title: `${user} tried to bypass Copilot’s rules ${times(burst.count)}`,
            why: `JailbreakDetected is True ${times(burst.count)} within a day`,
            actors: [user],
            addresses: burst.places.list(),
            evidence: burst.evidence,
          })
      const least = leastOf(misuse, context.tenant.users)
      for (const [user, all] of volume.finish()) {
        const worth = all.filter(burst => burst.count >= least)
        const [most] = [...worth].sort((a, b) => b.count - a.count)
        if (!most) continue
        context.report({
          rule: misuse.id,
          key: `${user} much`,
          severity: daysOf(all) >= 3 ? 'hint' : 'low',
          title: `${user} asked Copilot ${countOf(most.count, 'time')} in a day`,
          why: `${countOf(most.count, 'question')}; the threshold here is ${least}`,
          actors: [user],
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

export const copilot: Rule[] = [
  {
    metas: [misuse],
    wants: {operations: ['copilotinteraction', 'aiinteractioncreatednotification']},
    actors: 'people',
    start,
  },
  agents,
  {metas: [otherSites], wants: {operations: aiOperations}, actors: 'people', start: startSites},
]
