// Writes the table of docs/types.md anew: `npm run docs:types`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, readPage } from './pages.ts'
import { GENERATED, typeTable } from './type-table.ts'

const page = readPage('docs/types.md')
writeFileSync(join(ROOT, page.path), page.text.replace(GENERATED, typeTable))
