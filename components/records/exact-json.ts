export {
  exactNumber,
  isExactNumber,
  numberText,
  parseExact,
  plainNumbers,
  printExact,
  readExact,
  sameExact,
} from "@/lib/schema/exact-json";
