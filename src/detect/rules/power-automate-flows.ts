/** Flows that carry data out (FLOW-01). */

import {isUnknownUser, quoted} from '../novelty.ts'
import {matching, type Rule, type RuleMeta} from '../rule.ts'

const exfiltration: RuleMeta = {
  id: 'FLOW-01',
  title: 'Power Automate flow to an external service',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1020', 'T1567'],
  question: 'Does a flow send mail or files to an external service?',
  benign: 'Users who automate their own work.',
  next: [
    'Read the flow: its sources and its targets.',
    'Ask the flow’s creator.',
    'Switch the flow off, and block the connector, if it is not needed.',
  ],
  source: 'https://learn.microsoft.com/power-platform/admin/activity-logging-auditing/activity-logs-power-automate',
  needs: {operations: ['createflow', 'editflow', 'putflowowners', 'createconnection'], recordTypes: ['MicrosoftFlow']},
}

const inside = /office ?365|outlook|sharepoint|onedrive|teams|exchange|dataverse/i
const outside = /gmail|google|dropbox|\bbox\b|ftp|telegram|http|webhook|twitter|slack|mega|pastebin|amazon|smtp/i

const changes = matching(
  exfiltration,
  {operations: ['createflow', 'editflow', 'putflowowners', 'createconnection', 'putconnection']},
  (event, context) => {
    const connectors = event.text('FlowConnectorNames') || event.text('ConnectorName')
    const out = inside.test(connectors) && outside.test(connectors)
    const unfamiliar = isUnknownUser(context, event)
    return {
      key: `${event.user}${out ? ' out' : ''}`,
      severity: out && unfamiliar ? 'medium' : out || unfamiliar ? 'low' : 'hint',
      title: `${event.user}, ${event.operationName}${out ? ` between ${quoted(connectors)}` : ''}`,
      why: [
        out ? 'It connects data of the organisation to an external service' : 'A flow was created or changed',
        unfamiliar ? 'from an unfamiliar network and client app' : '',
      ]
        .filter(Boolean)
        .join(', '),
      objects: [event.text('FlowDetailsUrl') || event.object].filter(Boolean),
    }
  },
)

export const flows: Rule[] = [changes]
