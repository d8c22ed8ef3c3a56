package evaluate

// AUC is the area under the ROC curve of one side, ties counted half, with its DeLong interval cut to [0, 1].
func AUC(s Side) Score { return Rank(s).aucScore() }
