/** What the doctor looks at, in the order in which one thing rests on another. */
import type {CheckName} from '../signin/check.ts'

export interface CheckKind {
  title: string
  /** Who can fix it, unless the failure names another. */
  who: string
  /** What has to be OK before this can be looked at. */
  needs: readonly CheckName[]
  /** Whether an export fails without it; the others cost it something that it says. */
  stops: boolean
}

const keeper = 'an administrator of the repository, who sets its secrets'
const editor = 'the person who edits the workflow'
const machine = 'the person who runs the machine'

/** In order. */
export const checkKinds: Readonly<Record<CheckName, CheckKind>> = {
  inputs: {title: 'Inputs', who: editor, needs: [], stops: true},
  folder: {title: 'Export folder', who: machine, needs: ['inputs'], stops: true},
  accepted: {title: 'Accepted findings', who: 'the person who keeps that file', needs: [], stops: true},
  rules: {title: 'Own rules', who: 'the team that keeps those files', needs: [], stops: true},
  baseline: {title: 'Baseline file', who: editor, needs: [], stops: true},
  certificate: {title: 'Certificate file', who: keeper, needs: ['inputs'], stops: true},
  password: {title: 'Certificate password', who: keeper, needs: ['certificate'], stops: true},
  'id-token': {title: 'GitHub’s OIDC token', who: editor, needs: ['inputs'], stops: true},
  vault: {
    title: 'Key vault',
    who: 'the vault’s owner',
    needs: ['id-token', 'token-file', 'tenant', 'inputs'],
    stops: true,
  },
  'windows-store': {title: 'Windows certificate store', who: machine, needs: ['inputs'], stops: true},
  'token-file': {title: 'Federated token file', who: editor, needs: ['inputs'], stops: true},
  'managed-identity': {title: 'Managed identity', who: machine, needs: ['inputs', 'tenant'], stops: true},
  key: {title: 'Key and thumbprint', who: keeper, needs: ['password', 'vault', 'windows-store'], stops: true},
  validity: {title: 'Certificate validity', who: keeper, needs: ['key'], stops: true},
  tenant: {title: 'Tenant and cloud', who: editor, needs: ['inputs'], stops: true},
  token: {
    title: 'Sign-in to Entra',
    who: 'an Application Administrator of the tenant',
    needs: [
      'certificate',
      'password',
      'key',
      'validity',
      'id-token',
      'tenant',
      'vault',
      'windows-store',
      'token-file',
      'managed-identity',
      'inputs',
    ],
    stops: true,
  },
  'exchange-permission': {
    title: 'Exchange.ManageAsApp',
    who: 'a Privileged Role Administrator or Global Administrator',
    needs: ['token'],
    stops: true,
  },
  'graph-permission': {
    title: 'AuditLogsQuery.Read.All',
    who: 'a Privileged Role Administrator or Global Administrator',
    needs: ['token'],
    stops: true,
  },
  'exchange-role': {
    title: 'Exchange role',
    who: 'an Exchange Administrator',
    needs: ['token', 'exchange-permission'],
    stops: true,
  },
  auditing: {
    title: 'Auditing',
    who: 'an administrator with the Exchange role Audit Logs',
    needs: ['token', 'exchange-permission', 'graph-permission', 'exchange-role'],
    stops: true,
  },
  search: {
    title: 'Audit search',
    who: 'an Exchange Administrator',
    needs: ['token', 'exchange-permission', 'graph-permission', 'exchange-role'],
    stops: true,
  },
  visibility: {title: 'Repository visibility', who: 'the repository’s owner', needs: [], stops: true},
  actions: {title: 'Permission actions: read', who: editor, needs: [], stops: false},
  issues: {title: 'Permission issues: write', who: editor, needs: [], stops: false},
  review: {title: 'Review', who: editor, needs: [], stops: false},
  retention: {title: 'Artifact retention', who: 'an administrator of the repository', needs: [], stops: false},
  mail: {title: 'Mail', who: 'an Exchange Administrator', needs: ['token'], stops: true},
  notify: {title: 'Webhooks of notify', who: editor, needs: ['inputs'], stops: false},
  artifacts: {title: 'Artifact service', who: editor, needs: [], stops: true},
  archive: {title: 'Archive', who: 'an owner of the storage account', needs: ['inputs', 'token'], stops: true},
}

export const checkNames = Object.keys(checkKinds) as CheckName[]
