"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { api } from "../api";
import { SettingsSection } from "../connections/settings-section";
import { FormProblem } from "../sign-in/form-problem";
import { NewPasswordField } from "../sign-in/new-password-field";
import { useForm } from "../sign-in/use-form";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { PageHeader } from "../ui/page-header";
import { SkeletonLines } from "../ui/skeleton";
import { PasswordInput, TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type Profile, useProfile } from "./reads";
import { SecondFactor } from "./second-factor";
import { SignIns } from "./sign-ins";

/** The person themselves, the same in every account they belong to. */
export function ProfilePage() {
  const { data: profile, error, refetch } = useProfile();
  return (
    <>
      <PageHeader title="Profile" meta={profile && <bdi>{profile.email}</bdi>} />
      {error && !profile ? (
        <FailedState what="Your profile could not be read" problem={error} retry={() => void refetch()} />
      ) : profile ? (
        <div className="max-w-[60rem]">
          <Names profile={profile} />
          <Password profile={profile} />
          <SecondFactor profile={profile} />
          <SignIns />
        </div>
      ) : (
        <SkeletonLines lines={8} label="Loading your profile" />
      )}
    </>
  );
}

function Names({ profile }: { profile: Profile }) {
  const queries = useQueryClient();
  const router = useRouter();
  const { busy, problem, onSubmit } = useForm(
    (text) =>
      api.patch<Profile>("/api/profile", { body: { firstName: text("firstName"), lastName: text("lastName") } }),
    (changed) => {
      queries.setQueryData(["profile"], changed);
      router.refresh(); // the shell shows the name, too
      toast.done("Your name is saved");
    },
  );
  return (
    <SettingsSection id="names" title="Name" text="As others see you in the trail and in lists of people.">
      <form onSubmit={onSubmit} className="flex w-full max-w-96 flex-col items-start gap-4">
        <FormProblem problem={problem} />
        <Field label="First name" className="w-full">
          <TextInput name="firstName" defaultValue={profile.firstName} autoComplete="given-name" maxLength={100} />
        </Field>
        <Field label="Last name" className="w-full">
          <TextInput name="lastName" defaultValue={profile.lastName} autoComplete="family-name" maxLength={100} />
        </Field>
        <Button type="submit" busy={busy}>
          Save name
        </Button>
      </form>
    </SettingsSection>
  );
}

function Password({ profile }: { profile: Profile }) {
  const queries = useQueryClient();
  const { busy, problem, onSubmit, errorOf } = useForm(
    async (text) => {
      const current = profile.hasPassword ? { current: text("current") } : {};
      const body = { ...current, next: text("next") };
      return api.post<{ endedSignIns: number }>("/api/profile/password", { body });
    },
    ({ endedSignIns }) => {
      void queries.invalidateQueries({ queryKey: ["profile"] });
      toast.done(
        `Your password is set. ${endedSignIns === 1 ? "1 other sign-in" : `${endedSignIns} other sign-ins`} ended`,
      );
    },
  );
  return (
    <SettingsSection
      id="password"
      title="Password"
      text={profile.hasPassword ? "Setting another one ends your other sign-ins." : "You sign in without one so far."}
    >
      <form onSubmit={onSubmit} className="flex w-full max-w-96 flex-col items-start gap-4 *:w-full">
        <FormProblem problem={problem} />
        <input type="hidden" autoComplete="username" value={profile.email} readOnly />
        {profile.hasPassword && (
          <Field label="Present password" error={errorOf("current")}>
            <PasswordInput name="current" autoComplete="current-password" required />
          </Field>
        )}
        <NewPasswordField name="next" label="New password" error={errorOf("next")} />
        <Button type="submit" busy={busy} className="w-auto! self-start">
          Set the password
        </Button>
      </form>
    </SettingsSection>
  );
}
