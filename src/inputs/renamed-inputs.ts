/**
 * Names that are no inputs here, and what to write in their place: inputs that were renamed or removed, and what PowerShell scripts and other
 * tools call the same thing. A workflow that still has one fails with the new name, for a runner would only warn and go on.
 */

/** By the name without case, hyphens and underscores. Each says what to write. */
const instead: Readonly<Record<string, string>> = {
  appid: 'Write `client-id`: the application (client) id.',
  applicationid: 'Write `client-id`: the application (client) id.',
  azureclientid: 'Write `client-id`.',
  organization: 'Write `tenant-id`: the domain serves as well as the GUID.',
  azuretenantid: 'Write `tenant-id`.',
  pfx: 'Write `certificate` for the PFX as base64, or `certificate-file` for a path.',
  pfxbase64: 'Write `certificate`.',
  certificatebase64encoded: 'Write `certificate`.',
  certificatepath: 'Write `certificate-file`.',
  certificatefilepath: 'Write `certificate-file`.',
  pfxpassword: 'Write `certificate-password`.',
  thumbprint:
    'Write `certificate-thumbprint`: any other certificate is refused. It finds one by itself only with `credential: windows-store`.',
  clientsecret:
    'Client secrets are not used here. Leave it out to sign in by GitHub’s OIDC token, or give a `certificate`.',
  appsecret:
    'Client secrets are not used here. Leave it out to sign in by GitHub’s OIDC token, or give a `certificate`.',
  startdate: 'Write `period: START/END`, the end exclusive, or a month such as `2026-10`.',
  enddate: 'Write `period: START/END`, the end exclusive, or a month such as `2026-10`.',
  starttime: 'Write `period: START/END`, the end exclusive.',
  endtime: 'Write `period: START/END`, the end exclusive.',
  month: 'Write `period`, for instance `period: 2026-10`.',
  days: 'Write `period`, for instance `period: previous-month`.',
  userids: 'Write `users`.',
  activitytypes: 'Write `operations`.',
  resultsize: 'Leave it out: everything is read, however much it is.',
  outputpath: 'Write `directory`: a folder below the workspace.',
  outputdir: 'Write `directory`: a folder below the workspace.',
  outputfile: 'Write `directory`: the files in it are named by the period.',
  azureenvironment: 'Write `cloud`.',
  exchangeenvironmentname: 'Write `cloud`.',
  recipients: 'Write `mail-to`, or `encrypt-to` for keys.',
  smtpserver: 'Write `smtp-url`.',
}

/** What to write in place of a name that other tools, or earlier versions, have; undefined for any other. */
export function renamedTo(name: string): string | undefined {
  const bare = name.toLowerCase().replace(/[-_\s]/g, '')
  return Object.hasOwn(instead, bare) ? instead[bare] : undefined
}
