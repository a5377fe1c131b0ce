import { csvLine } from './csv';

describe('csvLine', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+41 44 000', `"'+41 44 000"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    ['＝1', `"'＝1"`],
    ['=HYPERLINK("http://evil.example","x")', `"'=HYPERLINK(""http://evil.example"",""x"")"`],
  ])('%j is no formula', (value, field) => expect(csvLine([value])).toBe(`${field}\r\n`));

  it.each([
    ['a"b', '"a""b"'],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
    ['a=b', '"a=b"'],
    ["'x", `"'x"`],
    ['', '""'],
  ])('%j stays what it is', (value, field) => expect(csvLine([value])).toBe(`${field}\r\n`));

  it('has numbers and booleans bare, and nothing for null', () => {
    expect(csvLine([-5, true, null, 'x'])).toBe('-5,true,,"x"\r\n');
  });
});
