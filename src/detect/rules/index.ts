/** All families of rules; a new family is one file beside this one and one line here. */
import type {Rule} from '../rule.ts'
import {applicationChains} from './application-chain.ts'
import {guessing} from './guessing.ts'
import {oneAccount} from './one-account.ts'
import {sharedAddresses} from './shared-address.ts'
import {shortLivedAccounts} from './short-lived.ts'
import {silences} from './silence.ts'
import {statistics} from './statistics.ts'

export const allRules: readonly Rule[] = [
  ...guessing,
  ...oneAccount,
  ...sharedAddresses,
  ...shortLivedAccounts,
  ...applicationChains,
  ...statistics,
  ...silences,
]
