import { Field } from "../ui/field";
import { PasswordInput } from "../ui/text-input";

type NewPasswordFieldProps = { name: string; label?: string; error?: string; autoFocus?: boolean };

/** A password that is being chosen. */
export function NewPasswordField({ name, label = "Password", error, autoFocus }: NewPasswordFieldProps) {
  return (
    <Field label={label} hint="At least 12 characters. A sentence is easier to remember than signs." error={error}>
      <PasswordInput
        name={name}
        autoComplete="new-password"
        minLength={12}
        maxLength={1024}
        required
        autoFocus={autoFocus}
      />
    </Field>
  );
}
