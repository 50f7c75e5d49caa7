/** Ways in that are barred: what is wrong, the code, and what the message has to say; for exports and for the doctor. */
import {makeCertificate, sharedCertificate} from '../../src/simulator/certificate.ts'
import type {Simulator} from '../../src/simulator/simulator.ts'
import {ownCertificate, type WayIn} from './way-in.ts'

const newer = await sharedCertificate('newer')
export const inVault = (simulator: Simulator) => ({'key-vault-certificate': simulator.vaultCertificate})
const pfxOf = (made: Awaited<ReturnType<typeof makeCertificate>>) => ({
  certificate: made.pfx.toString('base64'),
  'certificate-password': made.password,
})

interface Barred {
  name: string
  way: WayIn
  code: string
  /** Who mends it, and how: command or place. */
  says: RegExp
}

export const barred: Barred[] = [
  {
    name: 'a tenant that does not exist',
    way: {inputs: simulator => ({...ownCertificate(simulator), 'tenant-id': 'kontoso.example'})},
    code: 'LOGIN_AADSTS90002',
    says: /tenant-id \(kontoso\.example\).*set the input cloud/,
  },
  {
    name: 'an app of another tenant',
    way: {inputs: simulator => ({...ownCertificate(simulator), 'client-id': '99999999-8888-4777-8666-555555555555'})},
    code: 'LOGIN_AADSTS700016',
    says: /client-id \(99999999-8888-4777-8666-555555555555\).*not its object id/,
  },
  {
    name: 'a missing role',
    way: {inputs: ownCertificate, simulator: {faults: 'missing-role'}},
    code: 'EXCHANGE_ROLE_MISSING',
    says: /Privileged Role Administrator or Global Administrator.*Exchange\.ManageAsApp.*adminconsent\?client_id=/,
  },
  {
    name: 'another cloud',
    way: {inputs: simulator => ({...ownCertificate(simulator), cloud: 'gcc-high'})},
    code: 'TENANT_OTHER_CLOUD',
    says: /Set the input cloud/,
  },
  {
    name: 'another cloud, told by Entra',
    way: {inputs: ownCertificate, simulator: {faults: 'aadsts-90038'}},
    code: 'LOGIN_AADSTS90038',
    says: /set the input cloud/,
  },
  {
    name: 'a subject that no federated credential has',
    way: {
      idToken: true,
      simulator: {
        job: {environment: 'audit'},
        federatedCredentials: [
          {
            issuer: 'https://token.actions.githubusercontent.com',
            subject: 'repo:fabrikam/audit-archive:ref:refs/heads/main',
            audiences: ['api://AzureADTokenExchange'],
          },
        ],
      },
    },
    code: 'LOGIN_AADSTS700213',
    says: /subject repo:fabrikam\/audit-archive:environment:audit.*names the environment audit.*az ad app federated-credential create --id a7d3b1c2.*"subject":"repo:fabrikam@9919\/audit-archive@7001:environment:audit"/,
  },
  {
    name: 'a vault without that certificate',
    way: {
      idToken: true,
      inputs: simulator => ({'key-vault-certificate': `${simulator.vaultCertificate}-old`}),
    },
    code: 'VAULT_NOT_FOUND',
    says: /az keyvault certificate list --vault-name fabrikam-audit/,
  },
  {
    name: 'a vault that does not let the app in',
    way: {idToken: true, inputs: inVault, simulator: {faults: 'vault-forbidden-certificate'}},
    code: 'VAULT_FORBIDDEN',
    says: /vault's owner grants.*az role assignment create --role "Key Vault Certificate User" --assignee a7d3b1c2/,
  },
  {
    name: 'a vault behind its firewall',
    way: {idToken: true, inputs: inVault, simulator: {faults: 'vault-firewall'}},
    code: 'VAULT_FIREWALL',
    says: /\(203\.0\.113\.7\).*az keyvault network-rule add/,
  },
  {
    name: 'a vault of another cloud',
    way: {
      idToken: true,
      inputs: () => ({'key-vault-certificate': 'https://fabrikam-audit.vault.azure.cn/certificates/m365'}),
    },
    code: 'INPUT_KEY_VAULT_CERTIFICATE',
    says: /the cloud is worldwide.*Set cloud/,
  },
  {
    name: 'a vault’s token that has run out',
    way: {
      inputs: simulator => ({
        ...inVault(simulator),
        'key-vault-token': 'Canary0123456789.Canary0123456789.Canary01234567',
      }),
    },
    code: 'VAULT_UNAUTHORIZED',
    says: /az account get-access-token --resource https:\/\/vault\.azure\.net/,
  },
  {
    name: 'a certificate that has run out',
    way: {
      inputs: async () =>
        pfxOf(await makeCertificate({notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01')})),
    },
    code: 'CERT_EXPIRED',
    says: /openssl req -x509.*upload cert\.pem to the app registration.*gh secret set/,
  },
  {
    name: 'a certificate that was rolled and not uploaded',
    way: {inputs: () => pfxOf(newer)},
    code: 'LOGIN_AADSTS700027',
    says: new RegExp(
      `${newer.certificate.fingerprint256.replaceAll(':', '')}.*az ad app credential reset --id a7d3b1c2`,
    ),
  },
  {
    name: 'a vault’s certificate that was rolled and not uploaded',
    way: {
      idToken: true,
      inputs: inVault,
      simulator: {vault: {versions: [await sharedCertificate(), newer]}},
    },
    code: 'LOGIN_AADSTS700027',
    says: /az keyvault certificate download --vault-name fabrikam-audit .*; az ad app credential reset/,
  },
  {
    name: 'consent that nobody gave',
    way: {inputs: ownCertificate, simulator: {faults: 'aadsts-7000229'}},
    code: 'LOGIN_AADSTS7000229',
    says: /An administrator consents.*https:\/\/login\.microsoftonline\.com\/3f1d2c4e.*\/adminconsent\?client_id=a7d3b1c2/,
  },
  {
    name: 'Conditional Access',
    way: {inputs: ownCertificate, simulator: {faults: 'aadsts-53003'}},
    code: 'LOGIN_AADSTS53003',
    says: /Conditional Access Administrator excludes the app.*Service principal sign-ins.*self-hosted/,
  },
  {
    name: 'a login that throttles without end',
    way: {inputs: ownCertificate, simulator: {faults: 'login-429:always'}},
    code: 'LOGIN_AADSTS90055',
    says: /run again later/,
  },
  {
    name: 'a clock ten minutes ahead',
    way: {inputs: ownCertificate, ahead: 600_000},
    code: 'LOGIN_AADSTS700024',
    says: /clock is (599|60[0-3]) s ahead of the service's.*timedatectl/,
  },
  {
    name: 'a clock twenty minutes behind, of a vault that signs',
    way: {
      ahead: -1_200_000,
      simulator: {vault: {exportable: false}},
      inputs: async simulator => ({...inVault(simulator), 'key-vault-token': await simulator.vaultToken()}),
    },
    code: 'LOGIN_AADSTS700024',
    says: /clock is (1199|120[0-3]) s behind the service's.*timedatectl/,
  },
  {
    name: 'a job without certificate and without id-token',
    way: {},
    code: 'INPUT_CERTIFICATE',
    says: /id-token: write.*reusable workflow.*arrives as nothing at all.*forks/,
  },
  {
    name: 'a secret that arrived as nothing, beside its password',
    way: {idToken: true, inputs: () => ({certificate: '', 'certificate-password': 'Canary-password-0123456789'})},
    code: 'INPUT_CERTIFICATE',
    says: /though certificate-password is given.*forks and of Dependabot/,
  },
  {
    name: 'GitHub refusing the job a token',
    way: {idToken: true, simulator: {faults: 'oidc-403'}},
    code: 'OIDC_REFUSED',
    says: /id-token: write/,
  },
]

const mailed = {'mail-to': 'soc@fabrikam.com', 'mail-from': 'audit@fabrikam.com'}
const mailboxes = ['audit@fabrikam.com']

/** What shows only once the app is signed in, or on GitHub's side. */
export const refusedLater: [
  name: string,
  way: WayIn,
  row: {check: string; code: string; stops?: boolean},
  says: RegExp,
][] = [
  [
    'no Exchange role',
    {simulator: {faults: 'app-only-403'}, inputs: () => ({source: 'exchange'})},
    {check: 'exchange-role', code: 'EXCHANGE_403'},
    /New-ServicePrincipal -AppId a7d3b1c2\S* -ObjectId d41c9be0\S*; New-RoleGroup "Audit Export"/,
  ],
  [
    'an Exchange role that does not search',
    {
      simulator: {cmdlets: ['Get-AdminAuditLogConfig', 'Get-Mailbox']},
      inputs: () => ({source: 'exchange'}),
    },
    {check: 'exchange-role', code: 'EXCHANGE_CMDLET_MISSING'},
    /does not offer Search-UnifiedAuditLog.*Add-RoleGroupMember "Audit Export" -Member d41c9be0/,
  ],
  [
    'a log that is off',
    {simulator: {faults: 'auditing-off'}},
    {check: 'auditing', code: 'AUDITING_OFF'},
    /Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled \$true/,
  ],
  [
    'a permission for Graph that is not the one',
    {simulator: {roles: {graph: ['AuditLog.Read.All']}}, inputs: () => ({source: 'graph'})},
    {check: 'graph-permission', code: 'GRAPH_ROLE_MISSING'},
    /AuditLog\.Read\.All is for Entra’s own logs.*adminconsent\?client_id=/,
  ],
  [
    'a public repository',
    {simulator: {github: {visibility: 'public'}}},
    {check: 'visibility', code: 'REPOSITORY_PUBLIC'},
    /private repository.*encrypt-to/,
  ],
  [
    'a token that does not write issues',
    {simulator: {github: {permissions: {actions: 'read', issues: 'read'}}}, inputs: () => ({issue: 'always'})},
    {check: 'issues', code: 'ISSUE_PERMISSION', stops: false},
    /permissions: \{contents: read, actions: read, issues: write\}/,
  ],
  [
    'a repository without issues',
    {simulator: {github: {hasIssues: false}}, inputs: () => ({issue: 'always'})},
    {check: 'issues', code: 'ISSUE_DISABLED', stops: false},
    /gh repo edit fabrikam\/audit-archive --enable-issues/,
  ],
  [
    'a token that does not read runs and artifacts',
    {simulator: {github: {permissions: {actions: 'none', issues: 'write'}}}},
    {check: 'actions', code: 'RUNS_PERMISSION', stops: false},
    /permissions: \{contents: read, actions: read\}/,
  ],
  [
    'a retention that the repository cuts',
    {inputs: () => ({'retention-days': '365'})},
    {check: 'retention', code: 'RETENTION_CUT', stops: false},
    /https:\/\/github\.com\/fabrikam\/audit-archive\/settings\/actions/,
  ],
  [
    'no permission to mail',
    {simulator: {mail: {mailboxes}, roles: {graph: ['AuditLogsQuery.Read.All']}}, inputs: () => mailed},
    {check: 'mail', code: 'MAIL_NOT_ALLOWED'},
    /Mail\.Send.*adminconsent\?client_id=/,
  ],
  [
    'a mailbox that is none',
    {inputs: () => ({...mailed, 'mail-from': 'nobody@fabrikam.com'})},
    {check: 'mail', code: 'MAIL_SENDER_UNKNOWN'},
    /Get-EXOMailbox -Identity nobody@fabrikam\.com/,
  ],
  [
    'a mailbox behind an access policy',
    {simulator: {mail: {mailboxes, withheld: mailboxes}}, inputs: () => mailed},
    {check: 'mail', code: 'MAIL_ACCESS_POLICY'},
    /Test-ApplicationAccessPolicy/,
  ],
  [
    'a mail server that is not there',
    {inputs: () => ({...mailed, 'smtp-url': 'smtp://localhost:1'})},
    {check: 'mail', code: 'SMTP_UNREACHABLE'},
    /port 25 closed/,
  ],
]
