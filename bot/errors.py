"""The states of the world that a person, or whoever runs this, can be told about; each knows its one line."""

from __future__ import annotations


class SparekeyError(Exception):
    """Something that can be said in one line; `{}` is what it is about."""

    line = "something went wrong: {}"

    def __str__(self) -> str:
        return self.line.format(*self.args)


class ModelMissing(SparekeyError):
    line = "there is no model at {}: run `make train` first."


class ModelChanged(SparekeyError):
    line = "{} is not the file that was trained here, so it is not loaded: run `make train` to make it anew."


class PortTaken(SparekeyError):
    line = "port {} is taken: stop what listens there, or set SPAREKEY_PORT to another one."


class DatabaseTooNew(SparekeyError):
    line = "the database is of version {}, which is newer than this release knows: install the release that wrote it."


class DirectoryUnavailable(SparekeyError):
    line = "the directory cannot be asked just now: {}"


class DirectoryUnreachable(DirectoryUnavailable):
    line = "the directory of {} cannot be reached: {}."


class DirectorySilent(DirectoryUnavailable):
    line = "the directory of {} did not answer in time."


class DirectoryBusy(DirectoryUnavailable):
    line = "the directory of {} asks to be left alone for {} seconds."


class DirectoryUnreadable(DirectoryUnavailable):
    line = "the directory of {} answers what cannot be read: {}."


class SignInRefused(DirectoryUnavailable):
    line = "the app cannot sign in to {}: {}"


class PermissionMissing(DirectoryUnavailable):
    line = "in {} the app lacks the application permission {}: grant it, with consent; docs/entra.md says how."


class DomainNotVerified(DirectoryUnavailable):
    line = "the domain of this name is none of the verified ones of {}: take it out of the tenants file."


class EntraExtraMissing(SparekeyError):
    line = "{} is in Microsoft Entra, and what it takes to ask there is not installed: run `make setup-entra`."


class TenantsFileWrong(SparekeyError):
    line = "the tenants file cannot be used: {}"


class NotDelivered(SparekeyError):
    line = "the code could not be delivered: {}"


class SettingMissing(SparekeyError):
    line = "{} has to be set as well: docs/settings.md says to what."


class SettingUnreadable(SparekeyError):
    line = "the secret of {} cannot be read, or is empty."


class VouchingRefused(SparekeyError):
    line = "nobody was vouched for: {}."


class DatabaseUnavailable(SparekeyError):
    line = "the database cannot be used just now: {}"


class NoDatabase(SparekeyError):
    line = "there is no database at {}: start Sparekey once, or restore a backup."


class KeyLost(SparekeyError):
    line = "the key {} is gone, and this database is worth little without it: put the file back, or restore a backup."


class KeyChanged(SparekeyError):
    line = "the key {} is not the one that this database was written with: put that one back, or restore a backup."


class KeyUnusable(SparekeyError):
    line = "the key of this installation cannot be used: {}."


class SealBroken(SparekeyError):
    line = "something in the database was changed, or sealed with another key, and cannot be read: {}."


class AuditBroken(SparekeyError):
    line = "the audit was tampered with, so nothing more is done: {}. `python -m bot audit verify` says where."


class BackupUnusable(SparekeyError):
    line = "the backup cannot be used, and nothing was changed: {}"


class WouldOverwrite(SparekeyError):
    line = "{} is there already: say --force to put the backup in its place."


class PeopleFileWrong(SparekeyError):
    line = "the people file cannot be used: {}"


class ChangeNotProved(SparekeyError):
    line = "nobody has proved here that they may change the sign-in methods of {}."


class AdministratorUntouched(SparekeyError):
    line = "{} is an administrator, whose sign-in methods the assistant never changes."


class AccountClosed(SparekeyError):
    line = "the account {} is disabled or gone, so nothing about it is changed."


class SecondFactorIsMicrosofts(SparekeyError):
    line = "{} keeps its sign-in methods at Microsoft, where no authenticator can be registered from outside."


class ChangesStopped(SparekeyError):
    line = 'somebody said "this was not me" about {}: a helpdesk agent has to lift that before anything is changed.'


class TooManyWrongCodes(SparekeyError):
    line = "there were too many wrong codes for {}: a helpdesk agent has to lift that first."


class LinkUnknown(SparekeyError):
    line = "this link ({}) leads nowhere."


class LinkExpired(SparekeyError):
    line = "this link ({}) is too old."


class LinkOpened(SparekeyError):
    line = "this page ({}) was opened before, and shows its key only once: ask for a new one."


class LinkUsed(SparekeyError):
    line = "this link ({}) did its work already."


class LinkCancelled(SparekeyError):
    line = "this link ({}) was cancelled: a newer one took its place, or the change was stopped."


class AgentRefused(SparekeyError):
    line = "no agent was made: {}."


class AgentUnknown(SparekeyError):
    line = "there is no agent {}: `python -m bot agents list` names all."


class OpenIdRefused(SparekeyError):
    line = "nobody was signed in: {}."


class OpenIdUnreachable(SparekeyError):
    line = "the sign-in of your organisation, {}, cannot be reached just now."


class MoveRefused(SparekeyError):
    line = "the desk knows no such move: {}."


class CallUnknown(SparekeyError):
    line = "there is no call {} at this desk, or it is ended."


class CheckRefused(SparekeyError):
    line = "nobody was checked: {}."


class ChangeRefused(SparekeyError):
    line = "nothing was changed: {}."


class ApprovalRefused(SparekeyError):
    line = "nothing was approved: {}."


class NoteNotSent(SparekeyError):
    line = "the ticket system did not take the note: {}."


class FileThere(SparekeyError):
    line = "{} is there already: name another file, or move it away."


class NoConversations(SparekeyError):
    line = "there are no conversations at {}: SPAREKEY_DATABASE says where they are."
