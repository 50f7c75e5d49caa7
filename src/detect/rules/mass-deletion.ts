/** Files destroyed, or made unreadable (FIL-06). */
import {type Burst, Bursts, daysOf} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {isUnknownUser, quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  hour,
  leastOf,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
} from '../rule.ts'

const destruction: RuleMeta = {
  id: 'FIL-06',
  thresholds: [
    {what: 'files deleted or changed by one account', least: 300, factor: 60, most: 450},
    {what: 'files from an unfamiliar network and client', least: 100},
  ],
  title: 'Files deleted or renamed in bulk (possible ransomware)',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1485', 'T1486'],
  question: 'Were hundreds of files deleted, or encrypted?',
  benign: 'A clean-up; a conversion of pictures; a site that is closed.',
  next: [
    'Open one of the files, or look for a ransom note.',
    'Ask the user; isolate the computer if it was not them.',
    'Restore the library to the hour before.',
  ],
  source: 'https://attack.mitre.org/techniques/T1486/',
  needs: {operations: ['filedeleted', 'filerecycled', 'filerenamed', 'filemodified']},
}

/** Extensions that people do rename to. */
const ordinary =
  /^(docx?|docm|dotx|xls[xmb]?|csv|pptx?|pps|ppsx|pdf|txt|md|html?|xml|json|jpe?g|png|gif|heic|webp|tiff?|bmp|svg|mp[34]|mov|avi|wav|m4a|zip|7z|rar|dwg|dxf|psd|ai|msg|eml|one|url|vsdx|mpp|bak|old|log|ya?ml|js|ts|py)?$/

const deletions = [
  ...['filedeleted', 'filerecycled', 'filedeletedfirststagerecyclebin', 'filedeletedsecondstagerecyclebin'],
  ...['folderdeleted', 'folderrecycled'],
]
const modifications = ['filemodified', 'filemodifiedextended', 'filesyncuploadedfull', 'fileuploaded']

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

function renaming(event: AuditEvent): {from: string; to: string} | undefined {
  const to = event.text('DestinationFileExtension') || extensionOf(event.text('DestinationFileName'))
  const from = event.text('SourceFileExtension') || extensionOf(event.text('SourceFileName'))
  return to === '' || to.toLowerCase() === from.toLowerCase()
    ? undefined
    : {from: from.toLowerCase().slice(0, 40), to: to.toLowerCase().slice(0, 40)}
}

function start(context: DetectionContext): RuleRun {
  const renamed = new Bursts(
    {name: 'accounts that rename files', span: hour, least: 20, by: 'terms'},
    context.evictions,
  )
  const deleted = new Bursts(
    {name: 'accounts that delete files', span: hour, least: 100, by: 'terms'},
    context.evictions,
  )
  const versions = new Bursts(
    {name: 'accounts that delete versions', span: hour, least: 5, by: 'terms'},
    context.evictions,
  )
  const modified = new Bursts(
    {name: 'accounts that change files', span: hour, least: 300, by: 'terms'},
    context.evictions,
  )
  const tell = (user: string, burst: Burst, said: {severity: 'high' | 'medium' | 'low' | 'hint'; what: string}) =>
    context.report({
      rule: destruction.id,
      key: user,
      severity: said.severity,
      confidence: said.severity === 'high' ? 'high' : 'medium',
      title: `${user} ${said.what}`,
      why: `${countOf(burst.terms.toString(), 'different file')} in ${spanText(burst.last - burst.first)}${burst.unfamiliar > 0 ? '; from an unfamiliar network and client app' : ''}`,
      actors: [user],
      objects: [...burst.tally.keys()].slice(0, 10),
      addresses: burst.places.list(),
      evidence: burst.evidence,
    })
  return {
    see(event) {
      if (event.result === 'failure') return
      const {user, object, act} = event
      const common = {term: object, place: event.address?.text, tally: event.text('SiteUrl').slice(0, 300)}
      if (act === 'filerenamed') {
        const change = renaming(event)
        if (change) renamed.add(event, {...common, owner: `${user} ${change.to}`, tally: change.from})
        return
      }
      const unfamiliar = isUnknownUser(context, event)
      const bursts = act === 'fileversionsalldeleted' ? versions : modifications.includes(act) ? modified : deleted
      bursts.add(event, {...common, owner: user, unfamiliar})
    },
    finish() {
      const {users} = context.tenant
      for (const [key, all] of renamed.finish()) {
        const cut = key.lastIndexOf(' ')
        const extension = key.slice(cut + 1)
        const odd = !ordinary.test(extension)
        for (const burst of all)
          tell(key.slice(0, cut), burst, {
            // What turns letters, tables and pictures alike into one unknown kind is encryption.
            severity: odd ? (burst.tally.size >= 2 ? 'high' : 'medium') : 'hint',
            what: `gave ${countOf(burst.terms.toString(), 'file')} the extension ${quoted(`.${extension}`)}`,
          })
      }
      for (const [user, all] of versions.finish())
        for (const burst of all)
          tell(user, burst, {
            severity: burst.terms.size >= 20 ? 'medium' : 'low',
            what: `deleted all versions of ${countOf(burst.terms.toString(), 'file')}`,
          })
      const many = leastOf(destruction, users)
      for (const [user, all] of deleted.finish()) {
        const habit = daysOf(all) >= 3
        for (const burst of all) {
          const unfamiliar = burst.unfamiliar >= 100
          tell(user, burst, {
            severity: unfamiliar ? 'medium' : burst.terms.size >= many && !habit ? 'low' : 'hint',
            what: `deleted ${countOf(burst.terms.toString(), 'file')}`,
          })
        }
      }
      for (const [user, all] of modified.finish())
        for (const burst of all)
          tell(user, burst, {
            severity:
              burst.unfamiliar >= 300 ? 'medium' : burst.terms.size >= 2 * many && daysOf(all) < 3 ? 'low' : 'hint',
            what: `changed ${countOf(burst.terms.toString(), 'file')}`,
          })
    },
  }
}

export const massDeletion: Rule[] = [
  {
    metas: [destruction],
    wants: {operations: [...deletions, ...modifications, 'filerenamed', 'fileversionsalldeleted']},
    actors: 'people',
    start,
  },
]
