/** All families of rules; a new family is one more file in this folder and one line here. */
import type {Rule} from '../rule.ts'
import {othersMailboxes} from './access-to-other-mailboxes.ts'
import {accounts} from './account-changes.ts'
import {accountNames} from './account-names.ts'
import {alerts} from './alerts.ts'
import {applications} from './app-registrations.ts'
import {applicationChains} from './application-chain.ts'
import {applicationKeys} from './application-keys.ts'
import {applicationPermissions} from './application-permissions.ts'
import {auditing} from './auditing.ts'
import {blockedAccounts} from './blocked-accounts.ts'
import {bruteForce} from './brute-force.ts'
import {bulkFiles} from './bulk-files.ts'
import {clientProbing} from './client-probing.ts'
import {collaborationSettings} from './collaboration-settings.ts'
import {consents} from './consent.ts'
import {copilot} from './copilot.ts'
import {delegatedRoles} from './delegated-roles.ts'
import {deviceCodes} from './device-code.ts'
import {newDevices} from './devices.ts'
import {dormantAccounts} from './dormant-accounts.ts'
import {eDiscovery} from './ediscovery.ts'
import {federatedSignIns} from './federated-sign-in.ts'
import {fileScripts} from './file-scripts.ts'
import {firstPartyClientAbuse} from './first-party-client-abuse.ts'
import {forwardingRules} from './forwarding.ts'
import {guestInvitations} from './guests.ts'
import {inboxRules} from './inbox-rules.ts'
import {knownClients} from './known-clients.ts'
import {mailApplications} from './mail-applications.ts'
import {mailDeletions} from './mail-deletion.ts'
import {mailFlow} from './mail-flow.ts'
import {mailboxReading} from './mailbox-reading.ts'
import {mailboxRights} from './mailbox-rights.ts'
import {searches} from './mailbox-searches.ts'
import {harmfulFiles} from './malware-files.ts'
import {massDeletion} from './mass-deletion.ts'
import {mfaFatigue} from './mfa-fatigue.ts'
import {methods} from './mfa-methods.ts'
import {missingWorkloads} from './missing-workloads.ts'
import {newNetworkOrClient} from './new-network-or-client.ts'
import {outboundMail} from './outbound-mail.ts'
import {passwordSpray} from './password-spray.ts'
import {passwordSprayBursts} from './password-spray-bursts.ts'
import {flows} from './power-automate-flows.ts'
import {rareOperations} from './rare-operations.ts'
import {roles} from './roles.ts'
import {scriptedSignIns} from './scripted-sign-in.ts'
import {securityControls} from './security-controls.ts'
import {sessions} from './sessions.ts'
import {sharedAddresses} from './shared-address.ts'
import {sharing} from './sharing.ts'
import {shortLivedAccounts} from './short-lived-accounts.ts'
import {teams} from './teams.ts'
import {teamsExternalUsers} from './teams-external-users.ts'
import {tenantAccess} from './tenant-access.ts'
import {tenantTrust} from './tenant-trust.ts'
import {unusualAdministration} from './unusual-administration.ts'
import {unusualVolume} from './unusual-volume.ts'
import {watchedAddresses} from './watched-addresses.ts'

export const allRules: readonly Rule[] = [
  ...passwordSpray,
  ...passwordSprayBursts,
  ...bruteForce,
  ...mfaFatigue,
  ...clientProbing,
  ...blockedAccounts,
  ...sharedAddresses,
  ...watchedAddresses,
  ...shortLivedAccounts,
  ...applicationChains,
  ...scriptedSignIns,
  ...deviceCodes,
  ...firstPartyClientAbuse,
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
  ...accountNames,
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
  ...outboundMail,
  ...mailDeletions,
  ...searches,
  ...auditing,
  ...securityControls,
  ...collaborationSettings,
  ...bulkFiles,
  ...fileScripts,
  ...sharing,
  ...massDeletion,
  ...harmfulFiles,
  ...guestInvitations,
  ...eDiscovery,
  ...flows,
  ...teamsExternalUsers,
  ...teams,
  ...copilot,
  ...alerts,
  ...unusualVolume,
  ...rareOperations,
  ...newNetworkOrClient,
  ...unusualAdministration,
  ...dormantAccounts,
  ...missingWorkloads,
]
