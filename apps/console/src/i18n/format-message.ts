/** The syntax tree of an ICU message, as `parse-messages.mts` writes it. The types are those of the parser. */
export type Element =
  | { type: 0; value: string }
  | { type: 1 | 2; value: string }
  | { type: 5; value: string; options: Options }
  | { type: 6; value: string; options: Options; pluralType: Intl.PluralRuleType }
  | { type: 7 };

type Options = Record<string, { value: Element[] }>;

export type MessageValues = Record<string, string | number>;

/** Texts, arguments, numbers, `select`, `plural` and `selectordinal`. */
export function formatMessage(elements: Element[], values: MessageValues, locale: string, count?: number): string {
  return elements.map((element) => formatElement(element, values, locale, count)).join('');
}

function formatElement(element: Element, values: MessageValues, locale: string, count = 0): string {
  switch (element.type) {
    case 0:
      return element.value;
    case 7:
      return formatNumber(count, locale);
    case 1:
      return String(values[element.value] ?? '');
    case 2:
      return formatNumber(Number(values[element.value]), locale);
    case 5: {
      const { options, value } = element;
      return formatMessage((options[values[value] ?? ''] ?? options.other!).value, values, locale, count);
    }
    case 6: {
      const { options, pluralType } = element;
      const number = Number(values[element.value]);
      const option = options[`=${number}`] ?? options[ruleOf(number, locale, pluralType)] ?? options.other!;
      return formatMessage(option.value, values, locale, number);
    }
  }
}

const formatNumber = (value: number, locale: string) => new Intl.NumberFormat(locale).format(value);
const ruleOf = (value: number, locale: string, type: Intl.PluralRuleType) =>
  new Intl.PluralRules(locale, { type }).select(value);
