/**
 * The numbers that a text can mean; none where it is no number. `1,234.5` and `1.234,5` are told apart by the sign that comes last.
 * A lone comma before three digits can be either, so `1,234` means two numbers; a lone point is a decimal point, as tools write it.
 */
export const numbersIn = (text: string): readonly number[] => {
  const [, sign = "", digits = "", exponent = ""] = SHAPE.exec(text.trim()) ?? [];
  const plain = digits.replaceAll(/[\s'’_]/gu, "");
  return readings(plain).map((reading) => Number(`${sign.replace("−", "-")}${reading}${exponent}`));
};

/** Digits with signs between them, perhaps a percent sign behind. */
const SHAPE = /^([+−-]?)\s?(\d(?:[\d.,_'’\s]*\d)?|\.\d+)(e[+-]?\d+)?\s*%?$/iu;

const readings = (digits: string): readonly string[] => {
  if (/^\d*\.?\d+$/u.test(digits)) return [digits];
  if (/^[1-9]\d{0,2},\d{3}$/u.test(digits)) return [digits.replace(",", "."), digits.replace(",", "")];
  if (/^\d+,\d+$/u.test(digits)) return [digits.replace(",", ".")];
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/u.test(digits)) return [digits.replaceAll(",", "")];
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/u.test(digits)) return [digits.replaceAll(".", "").replace(",", ".")];
  return [];
};
