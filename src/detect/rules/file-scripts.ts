/** Scripts that take files (FIL-03). */
import {isScript} from '../agent.ts'
import {BoundedMap} from '../bounded.ts'
import {Bursts} from '../bursts.ts'
import {isUnfamiliarAddress, quoted} from '../novelty.ts'
import {countOf, type DetectionContext, day, type Rule, type RuleMeta, type RuleRun} from '../rule.ts'

const scripted: RuleMeta = {
  id: 'FIL-03',
  thresholds: [{what: 'files taken by a script', least: 20, within: day}],
  title: 'Scripted file download',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1530', 'T1119'],
  question: 'Does a script read files that users open by hand?',
  benign: 'Automation by IT; a backup.',
  next: [
    'Ask the user whether the script is theirs.',
    'Check which sites and folders it read.',
    'Revoke the sessions if it was not theirs.',
  ],
  source: 'https://attack.mitre.org/techniques/T1119/',
  needs: {operations: ['filedownloaded', 'filesyncdownloadedfull', 'fileaccessed']},
}

const acts = [...['filedownloaded', 'filesyncdownloadedfull', 'fileaccessed', 'fileaccessedextended', 'filepreviewed']]

const judged = new Map<string, boolean>()

/** PnP and PowerShell besides what speaks for itself. */
function isFileScript(agent: string): boolean {
  const known = judged.get(agent)
  if (known !== undefined) return known
  if (judged.size >= 2_000) judged.clear()
  const script = isFileScriptAnew(agent)
  if (agent.length <= 300) judged.set(agent, script)
  return script
}

function isFileScriptAnew(agent: string): boolean {
  return isScript(agent) || /powershell|pnpps|pnpcoresdk|sharepointpnp|rclone|azcopy/i.test(agent.slice(0, 300))
}

interface Script {
  agent: string
  known: boolean
  unfamiliar: boolean
}

function startScripts(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'scripts on files', span: day, least: 1, by: 'terms'}, context.evictions)
  const scripts = new BoundedMap<string, Script>('users with scripts', 20_000, context.evictions, {
    weight: ({known, unfamiliar}) => Number(unfamiliar) + Number(!known),
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      if (!isFileScript(event.agent)) return
      const {user, agentFamily, time} = event
      const one = scripts.at(`${user} ${agentFamily}`, () => ({
        agent: event.agent.slice(0, 200),
        known: context.terms.age('user-agent', user, agentFamily, time) > 7 * day,
        unfamiliar: false,
      }))
      one.unfamiliar ||= isUnfamiliarAddress(context, event)
      bursts.add(event, {owner: `${user} ${agentFamily}`, term: event.object, place: event.address?.text})
    },
    finish() {
      for (const [key, all] of bursts.finish()) {
        const script = scripts.get(key) ?? {agent: key.slice(key.indexOf(' ') + 1), known: false, unfamiliar: false}
        const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size)
        if (!most) continue
        const user = key.slice(0, key.indexOf(' '))
        const many = most.terms.size >= 20
        const grave = script.unfamiliar || /rclone/i.test(script.agent)
        context.report({
          rule: scripted.id,
          key,
          severity: script.known && !script.unfamiliar ? 'hint' : grave && many ? 'medium' : 'low',
          title: `${user} took ${countOf(most.terms.toString(), 'file')} with ${quoted(script.agent)}`,
          why: `${countOf(most.terms.toString(), 'file')} within a day${script.known ? '' : `, with a client app first seen for ${user}`}${script.unfamiliar ? ', from an unfamiliar network' : ''}`,
          actors: [user],
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

export const fileScripts: Rule[] = [
  {metas: [scripted], wants: {operations: acts}, actors: 'people', start: startScripts},
]
