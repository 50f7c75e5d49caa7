/** Malware in files (FIL-07), programs among documents (FIL-08), verdicts of data protection (FIL-10). */
import {isObject} from '../../audit/json.ts'
import {Bursts} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {foldUser} from '../identity.ts'
import {
  type Context,
  counted,
  day,
  matching,
  type Rule,
  type RuleMeta,
  scaled,
  signalOf,
  type Watcher,
} from '../rule.ts'
import {quoted} from '../strange.ts'
import {listOf, own, textOf} from '../values.ts'

const malware: RuleMeta = {
  id: 'FIL-07',
  title: 'Malware in a file',
  severity: 'low',
  confidence: 'high',
  techniques: ['T1080', 'T1204.002'],
  question: 'Did a harmful file come into a library?',
  benign: 'A false alarm; a researcher’s sample.',
  next: [
    'See who put the file there, and who opened it.',
    'Scan the computer it came from.',
    'Delete it once it is understood.',
  ],
  source: 'https://learn.microsoft.com/defender-office-365/anti-malware-protection-for-spo-odfb-teams-about',
  needs: {operations: ['filemalwaredetected']},
}

const programs: RuleMeta = {
  ...malware,
  id: 'FIL-08',
  title: 'A program that looks like a document',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1036.007', 'T1080'],
  question: 'Did somebody put a program where people expect documents?',
  benign: 'Software that IT hands out; a name with a careless dot.',
  source: 'https://attack.mitre.org/techniques/T1036/007/',
  needs: {operations: ['fileuploaded', 'filesyncuploadedfull', 'filerenamed']},
}

const verdicts: RuleMeta = {
  id: 'FIL-10',
  title: 'What data protection says',
  severity: 'info',
  confidence: 'medium',
  techniques: ['T1567'],
  question: 'Did a policy see protected data leave, or lose its label?',
  benign: 'Work with such data that the policy knows too little of.',
  next: ['Read what the policy matched.', 'Ask the person for the reason.', 'Mend the policy if the work is right.'],
  source: 'https://learn.microsoft.com/purview/dlp-learn-about-dlp',
  needs: {operations: ['dlprulematch', 'dlpruleundo', 'sensitivitylabelremoved', /^sensitivitylabel/]},
}

function nameOf(event: AuditEvent): string {
  return event.text('SourceFileName') || event.object.slice(event.object.lastIndexOf('/') + 1)
}

const detected = matching(malware, {operations: ['filemalwaredetected'], services: true}, event => {
  const virus = event.text('VirusInfo') || 'malware'
  const guest = event.isGuest
  return {
    key: `${event.user} ${virus}`,
    severity: guest ? 'medium' : 'low',
    title: `${quoted(nameOf(event))} of ${event.user || 'somebody'} holds malware`,
    why: `The scan says ${quoted(virus)}${guest ? '; a guest put it there' : ''}`,
    objects: [event.object],
    actors: event.isService ? [] : [event.user],
  }
})

/** Runs when it is opened. */
const running = /\.(exe|scr|pif|com|hta|js|jse|vbs|vbe|wsf|bat|cmd|ps1|msi|lnk|iso|img|jar|cpl|dll)$/i
/** Nobody shares these to install something. */
const neverShared = /\.(scr|pif|hta|jse|vbe|wsf|cpl)$/i
const doubled =
  /\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|txt|csv|mp[34]|zip)[\s_.\u202e]{0,60}\.(exe|scr|pif|com|hta|js|jse|vbs|vbe|wsf|bat|cmd|ps1|msi|lnk|iso|jar)$/i

const uploaded = matching(
  programs,
  {operations: ['fileuploaded', 'filesyncuploadedfull', 'filerenamed', 'filecopied']},
  event => {
    const name = (event.act === 'filerenamed' ? event.text('DestinationFileName') : nameOf(event)).slice(-300)
    if (!running.test(name)) return undefined
    // Windows makes links to documents by itself: `offer.pdf.lnk` in the list of recent files.
    const double = doubled.test(name) && !/\.lnk$/i.test(name)
    const turned = name.includes('\u202e')
    return {
      key: `${event.user} ${double || turned ? name : 'programs'}`,
      severity: double || turned ? 'medium' : neverShared.test(name) || event.isGuest ? 'low' : 'hint',
      title: `${event.user} put ${quoted(name)} among the files`,
      why: double || turned ? 'It is a program that looks like a document' : 'It runs when it is opened',
      objects: [event.object],
    }
  },
)

const passed = matching(verdicts, {operations: ['dlprulematch', 'dlpruleundo'], services: true}, event => {
  const policies = listOf(event.raw('PolicyDetails')).filter(isObject)
  const [policy] = policies
  const name = textOf(own(policy, 'PolicyName')) || 'a policy'
  const rules = policies.flatMap(one => listOf(own(one, 'Rules'))).filter(isObject)
  const severe = rules.some(rule => /^high$/i.test(textOf(own(rule, 'Severity'))))
  const from = foldUser(event.in('ExchangeMetaData', 'From') || event.in('SharePointMetaData', 'From')) || event.user
  const undone = event.act === 'dlpruleundo'
  return {
    key: `${name}${undone ? ' undone' : ''}`,
    severity: severe && undone ? 'low' : 'info',
    title: undone ? `${from} overrode ${quoted(name)}` : `${quoted(name)} matched`,
    why: `${quoted(textOf(own(rules[0], 'RuleName')) || name)} by ${from}${severe ? ', severity high' : ''}`,
    objects: [name],
    actors: from === '' || event.kind === 'none' ? [] : [from],
  }
})

function startLabels(context: Context): Watcher {
  const bursts = new Bursts({name: 'who takes labels off', span: day, least: 5, by: 'terms'}, context.evictions)
  return {
    see(event) {
      if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure') return
      const kind = `${event.text('LabelEventType')} ${event.in('SensitivityLabelEventData', 'LabelEventType')}`
      const lowered = /removed|downgraded/.test(event.act) || /removed|downgrad/i.test(kind)
      if (!lowered) return
      bursts.add(event, {owner: event.user, term: event.object || event.id, place: event.place?.text})
      context.report(
        signalOf(event, {
          rule: verdicts.id,
          key: `${event.user} labels`,
          severity: 'hint',
          title: `${event.user} lowered the label of ${quoted(nameOf(event) || 'a file')}`,
          why: event.operation.trim(),
          objects: [event.object].filter(Boolean),
        }),
      )
    },
    finish() {
      const least = scaled(10, 2, context.tenant.users)
      for (const [user, all] of bursts.finish()) {
        const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size)
        if (!most || most.terms.size < least) continue
        context.report({
          rule: verdicts.id,
          key: `${user} many labels`,
          severity: 'low',
          title: `${user} lowered the labels of ${counted(most.terms.toString(), 'file')}`,
          why: `${counted(most.terms.toString(), 'file')} within a day, where ${least} are many`,
          actors: [user],
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

export const harmfulFiles: Rule[] = [
  detected,
  uploaded,
  passed,
  {
    metas: [verdicts],
    wants: {operations: [/^(file)?sensitivitylabel/, 'labelremoved', 'labeldowngraded']},
    start: startLabels,
  },
]
