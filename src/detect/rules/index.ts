/** All families of rules; a new family is one file beside this one and one line here. */
import type {Rule} from '../rule.ts'
import {accounts} from './accounts.ts'
import {alerts} from './alerts.ts'
import {applicationChains} from './application-chain.ts'
import {applicationKeys} from './application-keys.ts'
import {applicationPermissions} from './application-permissions.ts'
import {applications} from './applications.ts'
import {auditing} from './auditing.ts'
import {borrowedClients} from './borrowed-client.ts'
import {bulkFiles} from './bulk-files.ts'
import {collaborationSettings} from './collaboration-settings.ts'
import {consents} from './consent.ts'
import {copilot} from './copilot.ts'
import {defences} from './defences.ts'
import {delegatedRoles} from './delegated-roles.ts'
import {destructions} from './destruction.ts'
import {deviceCodes} from './device-code.ts'
import {newDevices} from './devices.ts'
import {eDiscovery} from './ediscovery.ts'
import {federatedSignIns} from './federated-sign-in.ts'
import {fileScripts} from './file-scripts.ts'
import {flows} from './flows.ts'
import {forwardingRules} from './forwarding.ts'
import {guessing} from './guessing.ts'
import {guests} from './guests.ts'
import {harmfulFiles} from './harmful-files.ts'
import {inboxRules} from './inbox-rules.ts'
import {knownClients} from './known-clients.ts'
import {mailApplications} from './mail-applications.ts'
import {mailDeletions} from './mail-deletion.ts'
import {mailFlow} from './mail-flow.ts'
import {mailboxReading} from './mailbox-reading.ts'
import {mailboxRights} from './mailbox-rights.ts'
import {methods} from './methods.ts'
import {oneAccount} from './one-account.ts'
import {othersMailboxes} from './others-mailboxes.ts'
import {roles} from './roles.ts'
import {scriptedSignIns} from './scripted-sign-in.ts'
import {searches} from './searches.ts'
import {sendings} from './sending.ts'
import {sessions} from './sessions.ts'
import {sharedAddresses} from './shared-address.ts'
import {sharing} from './sharing.ts'
import {shortLivedAccounts} from './short-lived.ts'
import {silences} from './silence.ts'
import {statistics} from './statistics.ts'
import {teams} from './teams.ts'
import {teamsStrangers} from './teams-strangers.ts'
import {tenantAccess} from './tenant-access.ts'
import {tenantTrust} from './tenant-trust.ts'
import {watchedAddresses} from './watched-addresses.ts'

export const allRules: readonly Rule[] = [
  ...guessing,
  ...oneAccount,
  ...sharedAddresses,
  ...watchedAddresses,
  ...shortLivedAccounts,
  ...applicationChains,
  ...scriptedSignIns,
  ...deviceCodes,
  ...borrowedClients,
  ...sessions,
  ...federatedSignIns,
  ...consents,
  ...applicationPermissions,
  ...applications,
  ...applicationKeys,
  ...knownClients,
  ...roles,
  ...delegatedRoles,
  ...accounts,
  ...methods,
  ...newDevices,
  ...tenantAccess,
  ...tenantTrust,
  ...inboxRules,
  ...forwardingRules,
  ...mailFlow,
  ...mailboxRights,
  ...mailboxReading,
  ...mailApplications,
  ...othersMailboxes,
  ...sendings,
  ...mailDeletions,
  ...searches,
  ...auditing,
  ...defences,
  ...collaborationSettings,
  ...bulkFiles,
  ...fileScripts,
  ...sharing,
  ...destructions,
  ...harmfulFiles,
  ...guests,
  ...eDiscovery,
  ...flows,
  ...teamsStrangers,
  ...teams,
  ...copilot,
  ...alerts,
  ...statistics,
  ...silences,
]
