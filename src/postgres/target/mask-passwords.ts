// Passwords never reach a screen, log or report: any text that could hold a connection string passes here.
// Masks passwords in URLs, in query parameters and in keyword strings; leaves everything else as it is.

// Up to the last @ of the word; of the line, where the password itself holds a blank or a quote.
const IN_URL = /([a-z][\w+.-]*:\/\/[^\s:/?#@'"]*):(?:[^\s'"]*@|(?!\d*(?:[\s/?,'"]|$))[^\n]*@)/gi
const QUOTED_KEYWORD = /\b((?:ssl|pg)?password\s*=\s*)'(?:[^'\\]|\\.)*'?/gi
const PLAIN_KEYWORD = /\b((?:ssl|pg)?password\s*=\s*)(?!')(?:[^\s&\\'"]|\\.)+/gi

/** How our own hints show where a password goes. */
const EXAMPLE_LOGIN = '//USER:PASSWORD@'

/** The text with `***` wherever a connection string holds a password. */
export function maskPasswords(text: string): string {
  return text
    .replace(IN_URL, (found, login) => (found.endsWith(EXAMPLE_LOGIN) ? found : `${login}:***@`))
    .replace(QUOTED_KEYWORD, "$1'***'")
    .replace(PLAIN_KEYWORD, '$1***')
}
