/** Commands that need another form in PowerShell than in bash: JSON as an argument, and one command after another's failure. */

/**
 * Windows PowerShell takes the double quotes out of a program's arguments, so there the JSON comes from a file.
 * https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-powershell
 */
export function withJson(command: string, option: string, json: object): string[] {
  const text = asciiJson(json)
  return [
    `bash: ${command} ${option} '${text.replaceAll("'", "'\\''")}'`,
    `PowerShell: Set-Content -Path body.json -Value '${text.replaceAll("'", "''")}'; ${command} ${option} '@body.json'`,
  ]
}

/** The second command where the first one fails; Windows PowerShell knows no `||`. */
export function orElse(first: string, second: string): string[] {
  return [`bash: ${first} || ${second}`, `PowerShell: ${first}; if ($LASTEXITCODE -ne 0) { ${second} }`]
}

/** Windows PowerShell writes files in the machine's code page. */
function asciiJson(json: object): string {
  return JSON.stringify(json).replace(
    /[^\x20-\x7e]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
