// A strict reader of the XML that charts are made of: elements in order, each with its own text. Throws where
// tags do not match, a text holds what must be escaped, or an attribute comes twice. https://www.w3.org/TR/xml/

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

const TOKEN =
  /<(?<close>\/)?(?<name>[a-z]+)(?<attributes>(?: [\w:-]+="[^"<]*")*)(?<empty>\/)?>|(?<text>[^<]+)/gy

export function elementsOf(xml: string): readonly XmlElement[] {
  const elements: XmlElement[] = []
  const open: XmlElement[] = []
  let end = 0
  for (const { index, 0: whole, groups: found = {} } of xml.trim().matchAll(TOKEN)) {
    end = index + whole.length
    if (found['text'] !== undefined) addText(open.at(-1), found['text'])
    else if (found['close']) closeElement(open, found['name'])
    else {
      const element = {
        name: found['name'] ?? '',
        attributes: attributesOf(found['attributes'] ?? ''),
        text: '',
      }
      elements.push(element)
      if (!found['empty']) open.push(element)
    }
  }
  if (end !== xml.trim().length) throw new Error(`no XML at ${xml.slice(end, end + 40)}`)
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is not closed`)
  return elements
}

function addText(element: XmlElement | undefined, text: string): void {
  if (element === undefined) throw new Error(`text outside of the root: ${text}`)
  if (/&(?!#\d+;)/.test(text)) throw new Error(`a bare & in ${text}`)
  element.text += text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}

function closeElement(open: XmlElement[], name: string | undefined): void {
  const last = open.pop()
  if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>`)
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])
  const attributes = Object.fromEntries(pairs)
  if (Object.keys(attributes).length !== pairs.length) throw new Error(`an attribute twice in${text}`)
  return attributes
}
