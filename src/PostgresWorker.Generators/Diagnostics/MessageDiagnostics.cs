using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>What can be wrong with a listener to messages.</summary>
internal static class MessageDiagnostics
{
    private const string Category = "PostgresWorker.Listeners";

    public static readonly DiagnosticDescriptor FirstParameter = new(
        DiagnosticIds.MessageParameter,
        "A listener to messages takes a message first",
        "'{0}' must take LogicalMessage or LogicalMessage<T> as its first parameter, for [PostgresMessage] hands out nothing else, but {1}; changes of a table come with [PostgresListener]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.MessageParameter));

    public static readonly DiagnosticDescriptor OfATable = new(
        DiagnosticIds.MessageOfATable,
        "Messages come by prefix and not from a table",
        "'{0}' takes {1}, but [PostgresListener] names a table, which sends no messages; write [PostgresMessage(\"source\", \"prefix\")] in its place",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.MessageOfATable));

    public static readonly DiagnosticDescriptor NoJson = new(
        DiagnosticIds.MessageWithoutJson,
        "A typed message has a JSON context",
        "'{0}' takes LogicalMessage<{1}>, but nothing says how to read its content; add Json = typeof(...) with a JsonSerializerContext that has [JsonSerializable(typeof({1}))], or take LogicalMessage",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.MessageWithoutJson));

    public static readonly DiagnosticDescriptor NotAContext = new(
        DiagnosticIds.NotAJsonContext,
        "Json is a JsonSerializerContext",
        "'{0}' can't read the messages of '{1}': {2}; name an internal or public class that derives from JsonSerializerContext and has [JsonSerializable(typeof({3}))]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NotAJsonContext));

    public static readonly DiagnosticDescriptor NotListed = new(
        DiagnosticIds.NotInJsonContext,
        "The JSON context lists the message's type",
        "'{0}' does not list {1}, so it could not read the messages of '{2}'; add [JsonSerializable(typeof({1}))] to it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NotInJsonContext));

    public static readonly DiagnosticDescriptor EmptyPrefix = new(
        DiagnosticIds.EmptyPrefix,
        "A prefix is not empty",
        "The prefix of listener '{0}' must not be empty, for nobody could tell whose messages those are; write the one that the writer gives to pg_logical_emit_message",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.EmptyPrefix));

    public static readonly DiagnosticDescriptor BothAttributes = new(
        DiagnosticIds.ChangesAndMessages,
        "A method listens to changes or to messages",
        "'{0}' has both [PostgresListener] and [PostgresMessage], but no first parameter takes changes and messages; write a method for each",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.ChangesAndMessages));
}
