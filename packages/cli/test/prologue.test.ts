import { expect, test } from 'vitest';
import { endOfPrologue } from '../src/transform/prologue.js';

// The mark shows where the prologue ends.
test.each([
  '|let a;',
  '|',
  '|// comment\nlet a;',
  "'use strict';| let a;",
  '"use strict";|',
  "'use strict'|\nlet a;",
  "'use strict' /* why */ ;|let a;",
  '/*! licence */ "use asm"; \'use strict\'|',
  '#!/usr/bin/env node|\nlet a;',
  "#!/usr/bin/env node\n'use strict';|\nlet a;",
  "'it\\'s';'use strict';|f();",
  "|'use strict' + f();",
  "|'use strict'\n.length;",
  "|'use strict'\n, f();",
  "'first';|'second' in f;",
  "|'a' instanceof B;",
  "'a'|\ninside();",
  '|`template`;',
])('%j', (marked) => {
  const code = marked.replace('|', '');
  expect(endOfPrologue(code)).toBe(marked.indexOf('|'));
});
