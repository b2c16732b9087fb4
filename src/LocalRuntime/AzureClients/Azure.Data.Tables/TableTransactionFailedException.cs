#nullable disable

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Atlas.LocalRuntime.Tables;

namespace Azure.Data.Tables;

[SuppressMessage("Design", "CA1032", Justification = "The real package has this one constructor")]
public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException
        )
    {
        if (
            requestFailedException.Data[TableErrorParser.FailedAction] is string text
            && int.TryParse(text, CultureInfo.InvariantCulture, out var index)
        )
        {
            FailedTransactionActionIndex = index;
        }
    }

    public int? FailedTransactionActionIndex { get; }
}
