import next from "eslint-config-next/core-web-vitals";
import nextTypescript from "eslint-config-next/typescript";

const noStyle = {
  propName: "style",
  message:
    "A style attribute in server-rendered HTML is blocked by our page policy and never repaired by React. " +
    "Use a class; what truly needs a computed style renders after mount.",
};

/** Rules that a reader would otherwise have to check by eye; formatting is prettier's, direction is e2e/house.spec.ts's. */
const rules = [
  { ignores: [".next/**", ".build/**", ".data/**", "lib/db/generated/**", "next-env.d.ts", "test-results/**"] },
  ...next,
  ...nextTypescript,
  {
    rules: {
      "no-console": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "TSEnumDeclaration",
          message: "Write a union of strings or an `as const` object instead of an enum.",
        },
      ],
      "prefer-const": "error",
      "object-shorthand": "error",
    },
  },
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "all" },
      ],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ["app/**/*.tsx", "components/**/*.tsx"],
    rules: { "react/forbid-dom-props": ["error", { forbid: [noStyle] }] },
  },
  // It warns of a compiler that we do not use: rows are memoised by hand.
  {
    files: ["components/data-table/**", "components/schema-author/builder-pane.tsx"],
    rules: { "react-hooks/incompatible-library": "off" },
  },
  // Scanners of text look again at an index that they have just compared with the length.
  { files: ["lib/schema/**"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
  { files: ["lib/launch/**", "prisma/**", "e2e/bench/**", "e2e/pictures/**"], rules: { "no-console": "off" } },
];

export default rules;
