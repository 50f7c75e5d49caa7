/** All families of rules; a new family is one file beside this one and one line here. */
import type {Rule} from '../rule.ts'
import {accounts} from './accounts.ts'
import {applicationChains} from './application-chain.ts'
import {applicationKeys} from './application-keys.ts'
import {applicationPermissions} from './application-permissions.ts'
import {applications} from './applications.ts'
import {borrowedClients} from './borrowed-client.ts'
import {consents} from './consent.ts'
import {delegatedRoles} from './delegated-roles.ts'
import {deviceCodes} from './device-code.ts'
import {newDevices} from './devices.ts'
import {federatedSignIns} from './federated-sign-in.ts'
import {guessing} from './guessing.ts'
import {knownClients} from './known-clients.ts'
import {methods} from './methods.ts'
import {oneAccount} from './one-account.ts'
import {roles} from './roles.ts'
import {scriptedSignIns} from './scripted-sign-in.ts'
import {sessions} from './sessions.ts'
import {sharedAddresses} from './shared-address.ts'
import {shortLivedAccounts} from './short-lived.ts'
import {silences} from './silence.ts'
import {statistics} from './statistics.ts'
import {tenantAccess} from './tenant-access.ts'
import {tenantTrust} from './tenant-trust.ts'

export const allRules: readonly Rule[] = [
  ...guessing,
  ...oneAccount,
  ...sharedAddresses,
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
  ...statistics,
  ...silences,
]
